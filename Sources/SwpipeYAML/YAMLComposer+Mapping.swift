import SwpipeCore

/// Mappings: keys that are text and stand once, and merge keys.
extension YAMLComposer {
  /// Composes a mapping whose first event has been read.
  mutating func mapping(
    _ range: Range<Int>,
    isFlow: Bool,
    depth: Int
  ) throws(Stop) -> Composed {
    let findingsBefore = diagnostics.count
    var entries: [YAMLEntry] = []
    var merged: [YAMLNode] = []
    var seen: [String: SourceSpan] = [:]
    var result = Composed(node: YAMLNode(content: .mapping([]), span: span(range)))
    var end = range.upperBound
    var last: YAMLNode?
    while true {
      let event = try next()
      if case .mappingEnd = event.kind {
        if isFlow { end = event.range.upperBound }
        break
      }
      let key = try node(event, depth: depth)
      let valueEvent = try next()
      let value = try node(valueEvent, depth: depth)
      result.absorb(key)
      result.absorb(value)
      last = value.node.span.range.isEmpty && value.node.aliasSpan == nil ? key.node : value.node
      guard let name = try keyText(key.node) else { continue }
      if let first = seen[name] {
        try reportDuplicate(name, key.node, first: first)
        continue
      }
      seen[name] = key.node.aliasSpan ?? key.node.span
      if isMerge(key.node) {
        merged += try mergeSources(value.node)
      } else {
        entries.append(YAMLEntry(key: key.node, value: value.node))
      }
    }
    for source in merged { Self.merge(source, into: &entries, seen: &seen) }
    result.node.content = .mapping(entries)
    result.node.span = extended(range.lowerBound, to: end, isFlow: isFlow, last)

    if isFlow, isTemplate(range.lowerBound) {
      retract(to: findingsBefore)
      result.node = try template(result.node.span)
    }
    return result
  }

  /// The text of a key, or nil after saying that it is no text.
  private mutating func keyText(_ key: YAMLNode) throws(Stop) -> String? {
    if case .unknown = key.content { return nil }
    guard case .scalar(let scalar) = key.content else {
      let place = key.aliasSpan ?? key.span
      let kind = if case .mapping = key.content { "mapping" } else { "list" }
      try report(
        Diagnostic(
          .forgottenQuotes,
          "a \(kind) stands where a key is due",
          at: place,
          help: ForgottenQuotes.help(for: key)
        )
      )
      return nil
    }
    if scalar.text.isEmpty, scalar.style == .plain {
      try report(
        Diagnostic(
          .yamlSyntax,
          "a key is missing",
          at: key.span,
          help: "an entry of a mapping is `key: value`"
        )
      )
      return nil
    }
    return scalar.text
  }

  private mutating func reportDuplicate(
    _ name: String,
    _ key: YAMLNode,
    first: SourceSpan
  ) throws(Stop) {
    let help =
      name == "<<"
      ? "merge several mappings with a list: `<<: [*one, *other]`"
      : "keep one of the two; an entry of a list begins with `- `"
    try report(
      Diagnostic(
        .duplicateKey,
        "the key `\(name)` stands twice in this mapping",
        at: key.aliasSpan ?? key.span,
        help: help,
        related: [.init(span: first, message: "it stands here first")]
      )
    )
  }

  private func isMerge(_ key: YAMLNode) -> Bool {
    guard case .scalar(let scalar) = key.content else { return false }
    return scalar.style == .plain && scalar.text == "<<" && key.tag == nil
  }

  /// The mappings that a merge key's value names.
  private mutating func mergeSources(_ value: YAMLNode) throws(Stop) -> [YAMLNode] {
    switch value.content {
    case .mapping:
      return [value]
    case .sequence(let elements):
      var sources: [YAMLNode] = []
      for element in elements {
        switch element.content {
        case .mapping: sources.append(element)
        case .unknown: continue
        case .scalar, .sequence: try reportBadMerge(element)
        }
      }
      return sources
    case .scalar:
      try reportBadMerge(value)
      return []
    case .unknown:
      return []
    }
  }

  private mutating func reportBadMerge(_ value: YAMLNode) throws(Stop) {
    try report(
      Diagnostic(
        .yamlAlias,
        "`<<` merges a mapping or a list of mappings, and this is none",
        at: value.aliasSpan ?? value.span,
        help: "write `<<: *name` or `<<: [*one, *other]`"
      )
    )
  }

  /// Adds the entries whose keys are not there yet: local keys win, and the first source wins.
  private static func merge(
    _ source: YAMLNode,
    into entries: inout [YAMLEntry],
    seen: inout [String: SourceSpan]
  ) {
    guard case .mapping(let added) = source.content else { return }
    for var entry in added {
      guard case .scalar(let key) = entry.key.content, seen[key.text] == nil else { continue }
      seen[key.text] = entry.key.span
      entry.key.aliasSpan = entry.key.aliasSpan ?? source.aliasSpan
      entry.value.aliasSpan = entry.value.aliasSpan ?? source.aliasSpan
      entries.append(entry)
    }
  }

  /// Whether a flow mapping is in truth a template whose quotes were forgotten.
  private func isTemplate(_ start: Int) -> Bool {
    text.bytes[min(start, text.bytes.count)...].starts(with: "{{".utf8)
  }

  private mutating func template(_ place: SourceSpan) throws(Stop) -> YAMLNode {
    try report(
      Diagnostic(
        .forgottenQuotes,
        "YAML reads `{{` as the beginning of two mappings, not as a template",
        at: place,
        help: ForgottenQuotes.help(for: place)
      )
    )
    return YAMLNode(content: .scalar(YAMLScalar(text: place.text, style: .plain)), span: place)
  }
}
