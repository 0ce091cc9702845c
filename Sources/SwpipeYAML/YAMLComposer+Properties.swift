import SwpipeCore

/// Anchors, aliases and tags.
extension YAMLComposer {
  /// The node an alias stands for, with the place of the alias.
  mutating func alias(
    _ name: String,
    _ event: YAMLEvent,
    depth: Int
  ) throws(Stop) -> Composed {
    let place = span(event.range)
    guard let anchor = anchors[name] else { return try undefinedAlias(name, place, depth: depth) }
    guard let target = anchor.target else {
      try report(
        Diagnostic(
          .yamlAlias,
          "`*\(name)` stands inside the node it refers to, which would never end",
          at: place,
          related: [.init(span: anchor.span, message: "`&\(name)` begins here")]
        )
      )
      throw .reported
    }
    return try expand(target, place, depth: depth)
  }

  private mutating func expand(
    _ target: Composed,
    _ place: SourceSpan,
    depth: Int
  ) throws(Stop) -> Composed {
    try count(target.count, at: place)
    guard depth + target.height <= YAMLLimits.depth else {
      try report(
        Diagnostic(
          .yamlLimit,
          "with this alias, collections are more than \(YAMLLimits.depth) deep",
          at: place
        )
      )
      throw .reported
    }
    var result = target
    result.node.aliasSpan = place
    return result
  }

  private mutating func undefinedAlias(
    _ name: String,
    _ place: SourceSpan,
    depth: Int
  ) throws(Stop) -> Composed {
    let known = anchors.sorted { $0.value.span.range.lowerBound < $1.value.span.range.lowerBound }
    let near = DidYouMean.suggestion(for: name, among: known.lazy.map(\.key))
    let quoted = "if a text is meant, " + ForgottenQuotes.help(for: place)
    let help = near.map { "did you mean `*\($0)`?" } ?? quoted
    var related: [Diagnostic.Related] = []
    if let near, let anchor = anchors[near] {
      related.append(.init(span: anchor.span, message: "`&\(near)` stands here"))
    }
    try report(
      Diagnostic(
        .yamlAlias,
        "no anchor `&\(name)` stands before this alias",
        at: place,
        help: help,
        related: related
      )
    )
    // What was probably meant goes on, or else nothing that anybody would complain of.
    if let near, let target = anchors[near]?.target {
      return try expand(target, place, depth: depth)
    }
    return Composed(node: YAMLNode(content: .unknown, span: place))
  }

  /// Gives a node its tag, if it is one that YAML's core schema has and that suits the node.
  mutating func apply(_ tag: String, to node: inout YAMLNode, _ event: YAMLEvent) throws(Stop) {
    let place = propertySpan(of: event, UInt8(ascii: "!"))
    let suits: Bool
    switch (node.content, tag) {
    case (.mapping, "!!map"), (.sequence, "!!seq"), (_, "!"): suits = true
    case (.scalar(let scalar), "!!str"), (.scalar(let scalar), "!!int"),
      (.scalar(let scalar), "!!float"), (.scalar(let scalar), "!!bool"),
      (.scalar(let scalar), "!!null"):
      suits = YAMLNode.value(of: scalar, tagged: tag) != nil
    case (_, "!!map"), (_, "!!seq"), (_, "!!str"), (_, "!!int"), (_, "!!float"), (_, "!!bool"),
      (_, "!!null"):
      suits = false
    default:
      try report(
        Diagnostic(
          .yamlSyntax,
          "the tag `\(tag)` is not known",
          at: place,
          help: "the tags are !!str, !!int, !!float, !!bool, !!null, !!seq and !!map; if a text is "
            + "meant, " + ForgottenQuotes.help(for: place.union(node.span))
        )
      )
      return
    }
    guard suits else {
      try report(
        Diagnostic(
          .yamlSyntax,
          "this is not what the tag `\(tag)` says",
          at: node.span,
          related: [.init(span: place, message: "the tag stands here")]
        )
      )
      return
    }
    node.tag = tag
  }

  /// The place of the `&name` of an event that has one.
  func anchorSpan(of event: YAMLEvent) -> SourceSpan { propertySpan(of: event, UInt8(ascii: "&")) }

  /// Where the node itself begins, behind its anchor and tag.
  func contentStart(of event: YAMLEvent) -> Int {
    guard event.anchor != nil || event.tag != nil else { return event.range.lowerBound }
    var at = event.range.lowerBound
    if case .alias = event.kind { return at }
    while let property = property(from: at) {
      at = property.upperBound
      skipBlanksAndComments(&at)
    }
    // An empty node ends with its properties; what follows is the next node.
    if case .scalar(let scalar) = event.kind, scalar.style == .plain, scalar.text.isEmpty {
      return min(at, event.range.upperBound)
    }
    return at
  }

  private func propertySpan(of event: YAMLEvent, _ sigil: UInt8) -> SourceSpan {
    var at = event.range.lowerBound
    while let property = property(from: at) {
      if text.bytes[property.lowerBound] == sigil { return span(property) }
      at = property.upperBound
      skipBlanksAndComments(&at)
    }
    return span(event.range)
  }

  private func property(from start: Int) -> Range<Int>? {
    let bytes = text.bytes
    guard start < bytes.count else { return nil }
    guard bytes[start] == UInt8(ascii: "&") || bytes[start] == UInt8(ascii: "!") else { return nil }
    var end = start + 1
    while end < bytes.count, !isBlank(bytes[end]), !",[]{}".utf8.contains(bytes[end]) { end += 1 }
    return start..<end
  }

  private func skipBlanksAndComments(_ at: inout Int) {
    while at < text.bytes.count {
      if text.bytes[at] == UInt8(ascii: "#") {
        while at < text.bytes.count, text.bytes[at] != UInt8(ascii: "\n") { at += 1 }
      } else if isBlank(text.bytes[at]) {
        at += 1
      } else {
        return
      }
    }
  }
}
