import SwpipeCore

/// Builds the nodes of one document from libyaml's events.
///
/// Recursive, which `YAMLLimits.depth` makes safe. What can be understood in spite of an error is;
/// the rest ends the composing with a `Stop`.
struct YAMLComposer: ~Copyable {
  /// Why composing ended early.
  enum Stop: Error {
    /// The text is not YAML from here on.
    case syntax(YAMLProblem)
    /// The reason is among the diagnostics.
    case reported
  }

  /// A node with what its limits are counted from.
  struct Composed {
    var node: YAMLNode
    /// The nodes in it, those of aliases counted each time.
    var count = 1
    /// How many levels of collections it has.
    var height = 0
  }

  struct Anchor {
    let span: SourceSpan
    /// Nil while the anchored node is still being read.
    var target: Composed?
  }

  let text: MendedText
  private(set) var diagnostics: [Diagnostic] = []
  var anchors: [String: Anchor] = [:]
  private var reader: YAMLEventReader
  private var expandedNodes = 0
  /// Of those, the ones that stand in the text.
  private var readNodes = 0

  init(_ text: MendedText) {
    self.text = text
    reader = YAMLEventReader(text.bytes)
  }

  /// Reads the one document there has to be, and the text behind it to its end.
  mutating func document() throws(Stop) -> YAMLNode {
    var event = try next()
    while case .streamStart = event.kind { event = try next() }
    guard case .documentStart = event.kind else { throw try empty() }
    let first = try next()
    let root = try node(first, depth: 0)
    _ = try next()
    // A document that is only a comment or `---` is an empty plain scalar of no width.
    if case .scalar(let scalar) = root.node.content, scalar.style == .plain, scalar.text.isEmpty,
      first.anchor == nil, first.tag == nil
    {
      throw try empty()
    }
    event = try next()
    if case .documentStart = event.kind {
      try report(
        Diagnostic(
          .yamlDocuments,
          "a second document begins here, a spec file holds one",
          at: span(event.range),
          help: "put it into a file of its own",
          related: [.init(span: root.node.span, message: "the first document begins here")]
        )
      )
      throw .reported
    }
    return root.node
  }

  /// The next event of the text.
  mutating func next() throws(Stop) -> YAMLEvent {
    do throws(YAMLProblem) {
      return try reader.next()
    } catch {
      throw .syntax(error)
    }
  }

  /// Composes the node that an event begins.
  mutating func node(_ event: YAMLEvent, depth: Int) throws(Stop) -> Composed {
    let start = contentStart(of: event)
    let range = start..<max(start, event.range.upperBound)
    if case .alias(let name) = event.kind { return try alias(name, event, depth: depth) }
    if let name = event.anchor {
      anchors[name] = Anchor(span: anchorSpan(of: event), target: nil)
    }
    var composed: Composed
    switch event.kind {
    case .sequenceStart(let isFlow):
      try enter(depth + 1, range)
      composed = try sequence(range, isFlow: isFlow, depth: depth + 1)
    case .mappingStart(let isFlow):
      try enter(depth + 1, range)
      composed = try mapping(range, isFlow: isFlow, depth: depth + 1)
    case .scalar(let scalar):
      composed = Composed(node: try self.scalar(scalar, range))
    default:
      // libyaml gives no other event where a node is due.
      throw .syntax(
        YAMLProblem(
          problem: "",
          offset: range.lowerBound,
          context: nil,
          contextOffset: range.lowerBound
        )
      )
    }
    if let tag = event.tag { try apply(tag, to: &composed.node, event) }
    readNodes += 1
    try count(1, at: composed.node.span)
    if let name = event.anchor { anchors[name]?.target = composed }
    return composed
  }

  private mutating func sequence(
    _ range: Range<Int>,
    isFlow: Bool,
    depth: Int
  ) throws(Stop) -> Composed {
    var elements: [YAMLNode] = []
    var result = Composed(node: YAMLNode(content: .sequence([]), span: span(range)))
    var end = range.upperBound
    while true {
      let event = try next()
      if case .sequenceEnd = event.kind {
        if isFlow { end = event.range.upperBound }
        break
      }
      let element = try node(event, depth: depth)
      result.absorb(element)
      elements.append(element.node)
    }
    result.node.content = .sequence(elements)
    result.node.span = extended(range.lowerBound, to: end, isFlow: isFlow, elements.last)
    return result
  }

  /// The span of a collection: libyaml ends a block collection only where the next token begins.
  func extended(_ start: Int, to end: Int, isFlow: Bool, _ last: YAMLNode?) -> SourceSpan {
    let whole = span(start..<max(start, end))
    guard !isFlow, let last else { return whole }
    let lastSpan = last.aliasSpan ?? last.span
    return SourceSpan(
      source: whole.source,
      range: whole.range.lowerBound..<max(whole.range.lowerBound, lastSpan.range.upperBound)
    )
  }

  private mutating func scalar(
    _ scalar: YAMLScalar,
    _ range: Range<Int>
  ) throws(Stop) -> YAMLNode {
    var range = range
    if scalar.style == .literal || scalar.style == .folded {
      while range.count > 1, isBlank(text.bytes[range.upperBound - 1]) {
        range = range.lowerBound..<range.upperBound - 1
      }
    }
    let place = span(range)
    if scalar.style == .plain, let cut = ForgottenQuotes.cutByComment(scalar.text, place) {
      try report(cut.finding)
      let whole = YAMLScalar(text: cut.whole.text, style: .singleQuoted)
      return YAMLNode(content: .scalar(whole), span: cut.whole)
    }
    if scalar.style == .plain, let finding = InvisibleCharacters.finding(in: scalar.text, place) {
      try report(finding)
    }
    return YAMLNode(content: .scalar(scalar), span: place)
  }

  private mutating func enter(_ depth: Int, _ range: Range<Int>) throws(Stop) {
    guard depth > YAMLLimits.depth else { return }
    try report(
      Diagnostic(
        .yamlLimit,
        "collections stand in one another more than \(YAMLLimits.depth) deep",
        at: span(range.lowerBound..<min(range.lowerBound + 1, text.bytes.count))
      )
    )
    throw .reported
  }

  /// Counts nodes against the limit.
  mutating func count(_ nodes: Int, at span: SourceSpan) throws(Stop) {
    expandedNodes += nodes
    guard expandedNodes > YAMLLimits.nodes else { return }
    let isAliases = readNodes <= YAMLLimits.nodes
    try report(
      Diagnostic(
        .yamlLimit,
        isAliases
          ? "the aliases of the file expand to more than \(YAMLLimits.nodes) values"
          : "the file holds more than \(YAMLLimits.nodes) values",
        at: span,
        help: isAliases
          ? "let fewer aliases refer to collections that hold aliases themselves"
          : "data belongs into a file that a source or a table reads, not into the spec"
      )
    )
    throw .reported
  }

  private mutating func empty() throws(Stop) -> Stop {
    let place = span(0..<0)
    try report(
      Diagnostic(
        .yamlEmpty,
        "the file holds no spec",
        at: place,
        help: "a spec has at least stages, such as `stages: [{map: text.upper}]`"
      )
    )
    return .reported
  }

  /// Adds a finding; stops when there are too many for anybody to read.
  mutating func report(_ diagnostic: Diagnostic) throws(Stop) {
    diagnostics.append(diagnostic)
    if diagnostics.count >= YAMLLimits.diagnostics { throw .reported }
  }

  /// Takes findings back that a later, better one explains.
  mutating func retract(to count: Int) {
    diagnostics.removeSubrange(min(count, diagnostics.count)...)
  }

  /// The span in the source of a range of the text that is read.
  func span(_ range: Range<Int>) -> SourceSpan { text.span(range) }

  func isBlank(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\n")
      || byte == UInt8(ascii: "\r")
  }
}

extension YAMLComposer.Composed {
  /// Takes a child's count and height into account.
  mutating func absorb(_ child: Self) {
    count += child.count
    height = max(height, child.height + 1)
  }
}
