import SwpipeCore
import SwpipeJQ

/// Parses a text with `{{ … }}` in it, each of them an expression.
///
/// A path into the element (`.a.b`, `."na me"`, `.a[0]`) or into a variable (`$worker_info.index`) and a
/// text in double quotes, which is how a literal `{{` is written, are parts of their own; anything else
/// is a program of jq's.
struct TemplateParser {
  /// An expression of a template where it stands.
  struct Place {
    /// UTF-8 offsets in the template, without the braces.
    var range: Range<Int>
    var part: Template.Part
  }

  private let bytes: [UInt8]
  private let literal: [Range<Int>]
  private let scope: TemplateScope
  private var parts: [Template.Part] = []
  private var pending: [UInt8] = []
  private var problems: [TemplateProblem] = []
  /// The expressions, but for literal texts.
  private(set) var places: [Place] = []

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
    return TemplateEnd.find(in: bytes, from: start) != nil
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
  mutating func template() throws(TemplateProblem.List) -> Template {
    var at = 0
    while let start = Self.start(in: bytes, from: at) {
      pending += bytes[at..<start]
      if let range = literal.first(where: { $0.contains(start) || $0.contains(start + 1) }) {
        let next = min(max(range.upperBound, start + 1), start + 2)
        pending += bytes[start..<next]
        at = next
        continue
      }
      guard let end = TemplateEnd.find(in: bytes, from: start) else {
        problems.append(
          TemplateProblem(
            message: "`{{` has no closing `}}`",
            range: start..<(start + 2),
            help: "write `{{ \"{{\" }}` for a literal `{{`"
          )
        )
        break
      }
      expression((start + 2)..<(end - 2))
      at = end
    }
    guard problems.isEmpty else { throw TemplateProblem.List(problems: problems) }
    pending += bytes[at...]
    endLiteral()
    return Template(parts: parts)
  }

  private mutating func expression(_ range: Range<Int>) {
    var parser = PathParser(bytes, range, scope: scope)
    do throws(PathParser.Stop) {
      let part = try parser.part()
      guard case .literal(let text) = part else { return add(part, range) }
      pending += Array(text.utf8)
    } catch {
      switch error {
      case .problem(let problem): problems.append(problem)
      case .notAPath: program(range, parser)
      }
    }
  }

  private mutating func program(_ range: Range<Int>, _ parser: PathParser) {
    let text = String(decoding: bytes[range], as: UTF8.self)
    let found = scope.problems(of: text)
    if let bare = found.isEmpty ? nil : parser.bareName() {
      problems.append(bare)
      return
    }
    problems += found.map { problem in
      let lower = range.lowerBound + problem.range.lowerBound
      return TemplateProblem(
        code: .invalidExpression,
        message: problem.message,
        range: lower..<max(lower, range.lowerBound + problem.range.upperBound),
        help: problem.help
      )
    }
    if found.isEmpty { add(.expression(trimmed(text)), range) }
  }

  /// The program without the blanks between it and the braces.
  private func trimmed(_ text: String) -> String {
    let isBlank: (UInt8) -> Bool = { $0 == 0x20 || (0x09...0x0D).contains($0) }
    var bytes = Array(text.utf8)[...].drop(while: isBlank)
    while let last = bytes.last, isBlank(last) { bytes = bytes.dropLast() }
    return String(decoding: bytes, as: UTF8.self)
  }

  private mutating func add(_ part: Template.Part, _ range: Range<Int>) {
    endLiteral()
    parts.append(part)
    places.append(Place(range: range, part: part))
  }

  private mutating func endLiteral() {
    guard !pending.isEmpty else { return }
    parts.append(.literal(String(decoding: pending, as: UTF8.self)))
    pending = []
  }
}
