import SwpipeCore

/// Finds files that are read twice, written twice, or read and written at once.
struct PathsCheck {
  let graph: Graph
  let findings: Findings

  private struct Path {
    let text: String
    let span: SourceSpan

    /// The text without `./` and doubled slashes, which change nothing wherever the path leads.
    var plain: String {
      let parts = text.split(separator: "/").filter { $0 != "." }
      return (text.hasPrefix("/") ? "/" : "") + parts.joined(separator: "/")
    }
  }

  /// Compares the paths by their text; what they lead to is known only when they are opened.
  func run() {
    shared(
      graph.sources.filter { source in
        source.component.source?.readsStandardInput(source.component.arguments) ?? false
      }.map(\.span),
      "two sources read standard input, and each would get some of it",
      help: "keep one of them, and name it in several `from`"
    )
    shared(
      graph.sinks.filter { $0.component.sink?.writesStandardOutput ?? false }.map(\.span),
      "two sinks write standard output, and would cut into each other's elements",
      help: "keep one of them, with all names in its `from`"
    )
    var readers: [String: SourceSpan] = [:]
    for path in graph.sources.flatMap({ paths(of: $0.component) }) {
      if let first = readers[path.plain] {
        findings.warning(
          .repeatedPath,
          "\(Wording.quote(path.text)) is read twice",
          at: path.span,
          related: [Diagnostic.Related(span: first, message: "it is read here, too")]
        )
      }
      readers[path.plain] = readers[path.plain] ?? path.span
    }
    var writers: [String: SourceSpan] = [:]
    let sinks = graph.sinks.map(\.component) + (graph.deadLetter.map { [$0] } ?? [])
    for path in sinks.flatMap({ paths(of: $0) }) {
      if let first = writers[path.plain] ?? readers[path.plain] {
        findings.error(
          .pathConflict,
          writers[path.plain] == nil
            ? "\(Wording.quote(path.text)) is both read and written"
            : "two sinks write \(Wording.quote(path.text))",
          at: path.span,
          help: "give the output another path",
          related: [Diagnostic.Related(span: first, message: "the other place is here")]
        )
      }
      writers[path.plain] = path.span
    }
  }

  /// Finds streams of the process that several components use.
  private func shared(_ spans: [SourceSpan], _ message: String, help: String) {
    guard let first = spans.first else { return }
    for span in spans.dropFirst() {
      findings.error(
        .pathConflict,
        message,
        at: span,
        help: help,
        related: [Diagnostic.Related(span: first, message: "the other place is here")]
      )
    }
  }

  private func paths(of component: Component) -> [Path] {
    component.definition.parameters.flatMap { parameter -> [Path] in
      guard let node = component.given[parameter.name] else { return [] }
      switch parameter.type {
      case .file, .list(.file): return scalars(node)
      default: return []
      }
    }
  }

  private func scalars(_ node: SpecNode) -> [Path] {
    switch node.content {
    case .scalar(let scalar): [Path(text: scalar.text, span: node.aliasSpan ?? node.span)]
    case .list(let nodes): nodes.flatMap(scalars)
    case .mapping, .unknown: []
    }
  }
}
