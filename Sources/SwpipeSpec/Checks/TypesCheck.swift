import SwpipeCore

/// Finds stages and sinks that do not take the type of the elements that they are given.
struct TypesCheck {
  let graph: Graph
  let findings: Findings

  /// Reports each of them once, whatever the number of its inputs.
  func run() {
    for stage in graph.stages {
      guard case .transform(let operation, let written) = stage.spec.work,
        let role = stage.transform
      else { continue }
      check(stage.feeders, role.accepts, written.name, written.nameSpan)
      let text = stage.feeders.first { graph.types(of: $0).contains(.text) }
      let takesText = stage.feeders.allSatisfy { graph.types(of: $0) == [.text] }
      ExpressionDoubts(graph: graph, findings: findings).report(
        stage,
        isCondition: operation == .route || (operation == .filter && role.takesPrograms),
        text: takesText ? text : nil
      ) { help($0, .text) }
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
    let reformat = origin(of: feeder).flatMap { source -> String? in
      let role = graph.sources[source].component.source
      guard let argument = role?.argumentGiving(refused == .text ? .json : .text) else {
        return nil
      }
      guard refused == .json else { return "read the source with `\(argument)`" }
      return "it works on a whole text, and nothing built in can give it one field; with "
        + "`\(argument)` on the source it gets each line as it stands, braces and names included"
    }
    guard refused == .text else { return reformat ?? wayOut(ofJSON: feeder) }
    guard let parser = graph.catalog.jsonParser else { return reformat }
    let parse = "put `- map: \(parser.name)` before it"
    return reformat.map { "\(parse), or \($0)" } ?? parse
  }

  /// What there is for a reader of text where nothing can be read in another format.
  private func wayOut(ofJSON feeder: Feeder) -> String {
    let way =
      "a function of your own makes text of JSON, as in `plugins: [{python: 'module:function'}]`"
    let source = origin(of: feeder).flatMap { graph.sources[$0].component.source }
    return source?.jsonNote.map { "\($0); \(way)" } ?? way
  }

  /// The source whose elements reach a feeder with the type they had.
  private func origin(of feeder: Feeder) -> Int? {
    var at = feeder
    while true {
      switch at {
      case .source(let index): return index
      case .stage(let index), .route(_, of: let index):
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
