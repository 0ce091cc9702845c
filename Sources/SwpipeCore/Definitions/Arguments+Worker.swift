extension Arguments {
  /// The arguments of a resource as one worker starts it: every template written as the text it is.
  ///
  /// Validation lets such templates look at nothing but `$worker_info`.
  package func resolved(for worker: WorkerInfo) -> Arguments {
    Arguments(values.mapValues { $0.resolved(for: worker) })
  }
}

extension Argument {
  fileprivate func resolved(for worker: WorkerInfo) -> Argument {
    switch self {
    case .template(let template): .text(template.text(for: worker))
    case .list(let items): .list(items.map { $0.resolved(for: worker) })
    case .text, .boolean, .integer, .number, .duration, .size, .value: self
    }
  }
}

extension Template {
  fileprivate func text(for worker: WorkerInfo) -> String {
    parts.map { part in
      switch part {
      case .literal(let text): text
      case .variable("worker_info", [.name("index")]): String(worker.index)
      case .variable("worker_info", [.name("kind")]): worker.kind.rawValue
      case .variable("worker_info", [.name("stage")]): worker.stage
      case .variable("worker_info", [.name("restarts")]): String(worker.restarts)
      case .element, .variable:
        preconditionFailure("the plan holds a resource that looks beyond its worker")
      }
    }.joined()
  }
}
