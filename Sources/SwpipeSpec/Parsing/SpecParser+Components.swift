import SwpipeCore
import SwpipeYAML

extension SpecParser {
  /// The component that a node names: `name`, or `{name: arguments}`.
  ///
  /// Messages speak of what stands at `key`, and help shows `example` as a right form.
  func component(_ node: SpecNode, for key: String, example: String) -> ComponentSpec? {
    switch node.content {
    case .unknown: return nil
    case .scalar(let scalar):
      guard !node.isNull, !scalar.text.isEmpty else {
        findings.error(
          .wrongShape,
          "`\(key)` needs a name",
          at: node.span,
          help: MissingValue.help(node, isText: false) ?? "such as \(example)",
          related: node.related
        )
        return nil
      }
      return ComponentSpec(name: scalar.text, nameSpan: node.span, arguments: .none)
    case .list:
      findings.error(
        .wrongShape,
        "`\(key)` needs one name, not a list",
        at: node.span,
        help: "such as \(example)",
        related: node.related
      )
      return nil
    case .mapping(let entries):
      guard let entry = entries.first, entries.count == 1 else {
        severalNames(entries, node, for: key, example: example)
        return nil
      }
      return component(entry)
    }
  }

  /// The component of the one entry of `{name: arguments}`.
  func component(_ entry: SpecEntry) -> ComponentSpec {
    ComponentSpec(name: entry.key, nameSpan: entry.keySpan, arguments: arguments(entry.value))
  }

  private func arguments(_ node: SpecNode) -> ComponentSpec.Arguments {
    switch node.content {
    case .mapping(let entries): .named(entries)
    case .unknown: .unreadable
    case .scalar, .list: node.isNull ? .null(node) : .first(node)
    }
  }

  /// The entries beside a component without one whose key is nearly `key`, which is reported.
  func withoutMisspelled(
    _ key: String,
    _ entries: [SpecEntry],
    besides components: [String: Definition],
    in place: SpecKey.Place
  ) -> [SpecEntry] {
    guard entries.count > 1,
      let near = entries.firstIndex(where: {
        components[$0.key] == nil && DidYouMean.suggestion(for: $0.key, among: [key]) != nil
      })
    else { return entries }
    checkKeys([entries[near]], in: place)
    return entries.enumerated().filter { $0.offset != near }.map(\.element)
  }

  private func severalNames(
    _ entries: [SpecEntry],
    _ node: SpecNode,
    for key: String,
    example: String
  ) {
    if together(entries) == nil, entries.count > 1, let first = entries.first,
      let last = entries.last,
      catalog.transforms[first.key]?.parameters.first?.type == .expression,
      case .scalar = first.value.content
    {
      findings.error(
        .forgottenQuotes,
        "this program needs quotes: `,` ends a value between braces in YAML",
        at: first.value.span.union(last.keySpan).union(last.value.span),
        help: ForgottenQuotes.help(
          for: first.value.span.union(last.keySpan).union(last.value.span)
        ),
        related: node.related
      )
      return
    }
    findings.error(
      .wrongShape,
      entries.isEmpty
        ? "`\(key)` needs a name"
        : "`\(key)` needs one name, not \(Wording.list(entries.map(\.key)))",
      at: entries.dropFirst().first?.keySpan ?? node.span,
      help: "arguments stand under the name: \(together(entries) ?? example)",
      related: node.related
    )
  }

  /// The form of `{name: argument, parameter: argument}` that is right, if that is what stands there.
  private func together(_ entries: [SpecEntry]) -> String? {
    guard let name = entries.first?.key,
      let definition = catalog.transforms[name] ?? catalog.sources[name] ?? catalog.sinks[name]
        ?? catalog.resources[name] ?? catalog.actions[name]
    else { return nil }
    let names = definition.offeredParameters.map(\.name)
    let others = entries.dropFirst().map(\.key)
    guard let first = names.first, others.allSatisfy(names.contains) else { return nil }
    return "`{\(name): {\(([first] + others).map { "\($0): …" }.joined(separator: ", "))}}`"
  }

  /// The sources or sinks, which are declared in the singular or the plural.
  func endpoints(
    _ entries: [SpecEntry],
    _ one: String,
    _ many: String,
    hasFrom: Bool
  ) -> PipelineSpec.Endpoints {
    let single = entries.first { $0.key == one }
    let several = entries.first { $0.key == many }
    if let single, let several {
      findings.error(
        .conflictingKeys,
        "`\(one)` and `\(many)` stand side by side",
        at: several.keySpan,
        help: "put all of them under `\(many)`, each with a name",
        related: [Diagnostic.Related(span: single.keySpan, message: "`\(one)` stands here")]
      )
      return .unreadable
    }
    if let single {
      let place = SpecEntry(key: one, keySpan: single.keySpan, value: single.value)
      return .single(endpoint(place, one, hasFrom: hasFrom))
    }
    guard let several else { return .missing }
    let form = "`{name: {file: {path: data.txt}}}`"
    guard let named = mapping(several.value, for: many, form: form) else { return .unreadable }
    guard !named.isEmpty else {
      findings.error(
        .wrongShape,
        "`\(many)` is empty",
        at: several.value.span,
        help: "such as \(form)"
      )
      return .unreadable
    }
    for entry in named { checkId(entry.key, at: entry.keySpan) }
    return .several(named.map { endpoint($0, one, hasFrom: hasFrom) })
  }

  /// The sink that drops all elements, of which `null` is another name; nothing at all is no sink.
  func discard(_ entry: SpecEntry, _ node: SpecNode) -> ComponentSpec? {
    if case .scalar(let scalar) = node.content, !scalar.text.isEmpty, scalar.expanded.isEmpty {
      return ComponentSpec(name: catalog.discardingSink.name, nameSpan: node.span, arguments: .none)
    }
    findings.error(
      .wrongShape,
      "`\(entry.key)` has no value",
      at: node.span.range.isEmpty ? entry.keySpan : node.span,
      help: MissingValue.help(node, isText: false)
        ?? "such as `{file: {path: data.txt}}`; `discard` drops everything",
      related: node.related
    )
    return nil
  }

  /// Reads what stands beside the name of a source; what is left, or nil where nothing names it.
  private func sourceEntries(
    _ entries: [SpecEntry],
    _ entry: SpecEntry,
    _ endpoint: inout EndpointSpec
  ) -> [SpecEntry]? {
    guard let onError = entries.first(where: { $0.key == "on_error" }) else {
      return withoutMisspelled("on_error", entries, besides: catalog.sources, in: .source)
    }
    endpoint.onError = sourcePolicy(onError)
    guard entries.count > 1 else {
      findings.error(
        .wrongShape,
        "the source `\(entry.key)` does not say what it is",
        at: onError.keySpan,
        help: "such as `{stdin: {format: csv}, on_error: \(onError.value.span.text)}`"
      )
      return nil
    }
    return entries.filter { $0.key != "on_error" }
  }

  private func endpoint(_ entry: SpecEntry, _ noun: String, hasFrom: Bool) -> EndpointSpec {
    var endpoint = EndpointSpec(id: entry.key, idSpan: entry.keySpan)
    var node = entry.value
    if case .mapping(let entries) = node.content, hasFrom {
      if let from = entries.first(where: { $0.key == "from" }) {
        endpoint.from = self.from(from)
        node.content = .mapping(entries.filter { $0.key != "from" })
        if entries.count == 1 {
          findings.error(
            .wrongShape,
            "the sink `\(entry.key)` does not say what it is",
            at: from.keySpan,
            help: "such as `{from: \(from.value.span.text), stdout: {}}`"
          )
          return endpoint
        }
      } else {
        node.content = .mapping(
          withoutMisspelled("from", entries, besides: catalog.sinks, in: .sink)
        )
      }
    } else if case .mapping(let entries) = node.content {
      if let from = entries.first(where: { $0.key == "from" }) {
        findings.error(
          .unknownKey,
          "a source reads no stage, so it has no `from`",
          at: from.keySpan
        )
        return endpoint
      }
      guard let rest = sourceEntries(entries, entry, &endpoint) else { return endpoint }
      node.content = .mapping(rest)
    }
    if node.isNull, hasFrom {
      endpoint.component = discard(entry, node)
      return endpoint
    }
    let example = "`{file: {path: data.txt}}`"
    endpoint.component = component(node, for: entry.key, example: example)
    return endpoint
  }
}
