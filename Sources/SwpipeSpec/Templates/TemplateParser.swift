import SwpipeCore

/// Parses a text with `{{ … }}` in it.
///
/// An expression is so far a path into the element (`.a.b`, `."na me"`, `.a[0]`), a path into a
/// variable (`$worker_info.index`), or a text in double quotes, which is how a literal `{{` is
/// written.
struct TemplateParser {
  private let bytes: [UInt8]
  private let literal: [Range<Int>]
  private let scope: TemplateScope
  private var parts: [Template.Part] = []
  private var pending: [UInt8] = []

  /// Takes the text, and the ranges of it that came out of variables and are never expressions.
  init(_ text: String, literal: [Range<Int>] = [], scope: TemplateScope = TemplateScope()) {
    bytes = Array(text.utf8)
    self.scope = scope
    self.literal = literal
  }

  /// Whether a text would be a template, were it one's.
  static func looksLikeTemplate(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    guard let start = start(in: bytes, from: 0) else { return false }
    return end(of: bytes, start) != nil
  }

  /// The offset behind the `}}` that closes the `{{` at an offset; braces in texts do not count.
  static func end(of bytes: [UInt8], _ start: Int) -> Int? {
    var at = start + 2
    var isText = false
    while at < bytes.count {
      let byte = bytes[at]
      if isText, byte == UInt8(ascii: "\\") {
        at += 1
      } else if byte == UInt8(ascii: "\"") {
        isText.toggle()
      } else if !isText, bytes[at...].starts(with: "}}".utf8) {
        return at + 2
      }
      at += 1
    }
    return nil
  }

  private static func start(in bytes: [UInt8], from offset: Int) -> Int? {
    var at = offset
    while at + 1 < bytes.count {
      if bytes[at] == UInt8(ascii: "{"), bytes[at + 1] == UInt8(ascii: "{") { return at }
      at += 1
    }
    return nil
  }

  /// The parsed template, neighbouring literals joined.
  mutating func template() throws(TemplateProblem) -> Template {
    var at = 0
    while let start = Self.start(in: bytes, from: at) {
      pending += bytes[at..<start]
      if let range = literal.first(where: { $0.contains(start) || $0.contains(start + 1) }) {
        let next = min(max(range.upperBound, start + 1), start + 2)
        pending += bytes[start..<next]
        at = next
        continue
      }
      guard let end = Self.end(of: bytes, start) else {
        throw TemplateProblem(
          message: "`{{` has no closing `}}`",
          range: start..<(start + 2),
          help: "write `{{ \"{{\" }}` for a literal `{{`"
        )
      }
      try expression((start + 2)..<(end - 2))
      at = end
    }
    pending += bytes[at...]
    endLiteral()
    return Template(parts: parts)
  }

  private mutating func expression(_ range: Range<Int>) throws(TemplateProblem) {
    var parser = PathParser(bytes, range, scope: scope)
    switch try parser.expression() {
    case .literal(let text): pending += Array(text.utf8)
    case let part:
      endLiteral()
      parts.append(part)
    }
  }

  private mutating func endLiteral() {
    guard !pending.isEmpty else { return }
    parts.append(.literal(String(decoding: pending, as: UTF8.self)))
    pending = []
  }
}
