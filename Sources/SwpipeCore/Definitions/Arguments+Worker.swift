extension Arguments {
  /// The arguments of a resource as one worker starts it: every template written as the text it is.
  ///
  /// Validation lets such templates look at nothing but `$worker_info`.
  package func resolved(for worker: WorkerInfo, _ language: ExpressionLanguage)
    throws(RunFailure) -> Arguments
  {
    var values = values
    for (name, argument) in values { values[name] = try argument.resolved(for: worker, language) }
    return Arguments(values)
  }
}

extension Argument {
  fileprivate func resolved(for worker: WorkerInfo, _ language: ExpressionLanguage)
    throws(RunFailure) -> Argument
  {
    switch self {
    case .template(let template): return .text(try template.text(for: worker, language))
    case .list(let items):
      var resolved: [Argument] = []
      for item in items { resolved.append(try item.resolved(for: worker, language)) }
      return .list(resolved)
    case .text, .boolean, .integer, .number, .duration, .size, .path, .value: return self
    }
  }
}

extension Template {
  fileprivate func text(for worker: WorkerInfo, _ language: ExpressionLanguage)
    throws(RunFailure) -> String
  {
    var text = ""
    for part in parts {
      switch part {
      case .literal(let literal): text += literal
      case .variable("worker_info", [.name("index")]): text += String(worker.index)
      case .variable("worker_info", [.name("kind")]): text += worker.kind.rawValue
      case .variable("worker_info", [.name("stage")]): text += worker.stage
      case .variable("worker_info", [.name("restarts")]): text += String(worker.restarts)
      case .variable(let name, let keys):
        text += try language.text("$" + name + PathText.below(keys), worker)
      case .expression(let program): text += try language.text(program, worker)
      case .element:
        preconditionFailure("the plan holds a resource that looks beyond its worker")
      }
    }
    return text
  }
}
