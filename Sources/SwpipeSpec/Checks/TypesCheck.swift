import SwpipeCore

/// Finds stages and sinks that do not take the type of the elements that they are given.
struct TypesCheck {
  let graph: Graph
  let findings: Findings

  /// Reports each of them once, whatever the number of its inputs.
  func run() {
    for stage in graph.stages {
      guard case .transform(_, let written) = stage.spec.work, let role = stage.transform
      else { continue }
      check(stage.feeders, role.accepts, written.name, written.nameSpan)
    }
    for sink in graph.sinks {
      let span = sink.component.given["format"]?.span ?? sink.span
      check(sink.feeders, sink.accepts, "the sink `\(sink.id)`", span)
    }
  }

  private func check(
    _ feeders: [Feeder],
    _ accepts: Acceptance,
    _ reader: String,
    _ span: SourceSpan
  ) {
    for feeder in feeders {
      let refused = graph.types(of: feeder).first { !accepts.includes($0) }
      guard let refused else { continue }
      let subject = reader.hasPrefix("the ") ? reader : "`\(reader)`"
      findings.error(
        .typeMismatch,
        "\(subject) takes \(accepts.rawValue), but `\(graph.id(of: feeder))` gives "
          + refused.rawValue,
        at: span,
        help: help(feeder, refused),
        related: [
          Diagnostic.Related(
            span: graph.span(of: feeder),
            message: "the \(refused.rawValue) comes from here"
          )
        ]
      )
      return
    }
  }

  private func help(_ feeder: Feeder, _ refused: ElementType) -> String? {
    let format = refused == .text ? "jsonl" : "lines"
    let reformat = origin(of: feeder).flatMap { source -> String? in
      let parameters = graph.sources[source].component.definition.parameters
      guard let parameter = parameters.first(where: { $0.name == "format" }),
        case .choice(let formats) = parameter.type, formats.contains(format)
      else { return nil }
      guard refused == .json else { return "read the source with `format: \(format)`" }
      return "it works on a whole text, and nothing built in can give it one field; with "
        + "`format: \(format)` on the source it gets each line as it stands, braces and names included"
    }
    guard refused == .text else { return reformat ?? wayOut(ofJSON: feeder) }
    let parse = "put `- map: \(BuiltinName.parse)` before it"
    return reformat.map { "\(parse), or \($0)" } ?? parse
  }

  /// What there is for a reader of text where nothing can be read in another format.
  private func wayOut(ofJSON feeder: Feeder) -> String {
    let way =
      "a function of your own makes text of JSON, as in `plugins: [{python: 'module:function'}]`"
    let source = origin(of: feeder).map { graph.sources[$0].component.definition.name }
    return switch source {
    case BuiltinName.range:
      "the elements of a `range` are numbers, which `number.add` and its like take; " + way
    case BuiltinName.values: "put each of the values in quotes, or " + way
    default: way
    }
  }

  /// The source whose elements reach a feeder with the type they had.
  private func origin(of feeder: Feeder) -> Int? {
    var at = feeder
    while true {
      switch at {
      case .source(let index): return index
      case .stage(let index):
        let stage = graph.stages[index]
        guard stage.feeders.count == 1, let next = stage.feeders.first else { return nil }
        if case .transform(let operation, _) = stage.spec.work, operation != .filter,
          stage.transform?.gives != .same
        {
          return nil
        }
        at = next
      }
    }
  }
}
