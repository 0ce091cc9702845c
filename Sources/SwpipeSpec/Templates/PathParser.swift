import SwpipeCore

/// Parses the expressions that are paths: into the element, into a variable, or a literal text.
struct PathParser {
  /// Why it is none.
  enum Stop: Error {
    /// It cannot be meant otherwise.
    case problem(TemplateProblem)
    /// Whatever it is, no path: so from here on.
    case notAPath(Range<Int>)
  }

  private let bytes: [UInt8]
  private let whole: Range<Int>
  private let scope: TemplateScope
  private var at: Int

  /// Takes the bytes of the template and the range between `{{` and `}}`.
  init(_ bytes: [UInt8], _ range: Range<Int>, scope: TemplateScope) {
    self.bytes = bytes
    self.scope = scope
    whole = range
    at = range.lowerBound
  }

  /// The keys of a path into the element, which is the whole text.
  static func keys(_ text: String) throws(Stop) -> [Template.PathKey] {
    let bytes = Array(text.utf8)
    var parser = PathParser(bytes, 0..<bytes.count, scope: TemplateScope())
    guard parser.byte == UInt8(ascii: ".") else { throw parser.later() }
    let keys = try parser.keys(isFirst: true)
    guard parser.byte == nil else { throw parser.later() }
    return keys
  }

  /// The path, which fills the range but for blanks.
  mutating func part() throws(Stop) -> Template.Part {
    skipBlanks()
    let part: Template.Part
    switch byte {
    case nil:
      throw .problem(
        TemplateProblem(
          message: "there is nothing between the braces",
          range: (whole.lowerBound - 2)..<(whole.upperBound + 2),
          help: "`{{ . }}` is the element, `{{ .name }}` a field of it"
        )
      )
    case UInt8(ascii: "."): part = .element(try keys(isFirst: true))
    case UInt8(ascii: "$"): part = try variable()
    case UInt8(ascii: "\""): part = .literal(try string())
    default: throw later()
    }
    skipBlanks()
    guard byte == nil else { throw later() }
    if case .element = part {
      let start = bytes[whole].firstIndex(of: UInt8(ascii: ".")) ?? whole.lowerBound
      if let problem = scope.elementProblem(start..<trimmedEnd) { throw .problem(problem) }
    }
    return part
  }

  private var trimmedEnd: Int {
    var end = whole.upperBound
    while end > whole.lowerBound, isBlank(bytes[end - 1]) { end -= 1 }
    return end
  }

  private var byte: UInt8? { at < whole.upperBound ? bytes[at] : nil }

  private mutating func skipBlanks() {
    while let byte, byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D { at += 1 }
  }

  /// What is wrong with a word alone, where it is a variable without its `$` or a word for the element.
  func bareName() -> TemplateProblem? {
    var ahead = self
    ahead.at = whole.lowerBound
    ahead.skipBlanks()
    let at = ahead.at
    guard let name = ahead.identifier() else { return nil }
    let end = ahead.at
    let rest = try? ahead.keys(isFirst: false)
    ahead.skipBlanks()
    guard rest != nil, ahead.byte == nil else { return nil }
    let range = at..<end
    if scope.names.contains(name) {
      let text =
        String(decoding: bytes[at..<ahead.at], as: UTF8.self)
        .split(separator: " ").first.map(String.init) ?? name
      return TemplateProblem(
        message: "a variable begins with `$`",
        range: range,
        help: "write `{{ $\(text) }}`"
      )
    }
    guard Self.wordsForTheElement.contains(name.lowercased()) else { return nil }
    return TemplateProblem(
      message: "the element is `.`, not `\(name)`",
      range: range,
      help: "write `{{ . }}`, or `{{ .name }}` for a field of it"
    )
  }

  /// What templates of other tools call the element.
  private static let wordsForTheElement: Set<String> = [
    "element", "elem", "item", "it", "this", "self", "value", "line", "row", "record", "message",
    "msg", "event", "data", "x", "_",
  ]

  private func later() -> Stop {
    .notAPath(at..<max(at, min(trimmedEnd, whole.upperBound)))
  }

  /// The steps of a path; the first one begins with a point.
  private mutating func keys(isFirst: Bool) throws(Stop) -> [Template.PathKey] {
    var keys: [Template.PathKey] = []
    var isAtStart = isFirst
    while let byte {
      if byte == UInt8(ascii: "[") {
        keys.append(try bracket())
      } else if byte == UInt8(ascii: ".") {
        at += 1
        if self.byte == UInt8(ascii: "\"") {
          keys.append(.name(try string()))
        } else if self.byte == UInt8(ascii: "[") {
          keys.append(try bracket())
        } else if let name = identifier() {
          keys.append(.name(name))
        } else if !isAtStart || self.byte.map({ !isBlank($0) }) == true {
          throw later()
        }
      } else {
        break
      }
      isAtStart = false
    }
    return keys
  }

  private mutating func bracket() throws(Stop) -> Template.PathKey {
    let start = at
    at += 1
    if byte == UInt8(ascii: "\"") {
      let name = try string()
      guard byte == UInt8(ascii: "]") else { throw later() }
      at += 1
      return .name(name)
    }
    let digits = at
    if byte == UInt8(ascii: "-") { at += 1 }
    while let byte, isDigit(byte) { at += 1 }
    let number = Int(String(decoding: bytes[digits..<at], as: UTF8.self))
    guard let number, byte == UInt8(ascii: "]") else {
      at = start
      throw later()
    }
    at += 1
    return .position(number)
  }

  private mutating func variable() throws(Stop) -> Template.Part {
    let start = at
    at += 1
    guard let name = identifier(), name != "ENV", !name.hasPrefix("__") else { throw later() }
    let nameEnd = at
    let path = try keys(isFirst: false)
    let pathEnd = at
    skipBlanks()
    guard byte == nil else { throw later() }
    do throws(TemplateProblem.List) {
      try scope.check(name, path, name: start..<nameEnd, fields: nameEnd..<pathEnd)
    } catch {
      if let problem = error.problems.first { throw .problem(problem) }
    }
    return .variable(name, path)
  }

  private mutating func identifier() -> String? {
    let start = at
    while let byte, isLetter(byte) || (at > start && isDigit(byte)) { at += 1 }
    return at > start ? String(decoding: bytes[start..<at], as: UTF8.self) : nil
  }

  /// A JSON string.
  private mutating func string() throws(Stop) -> String {
    let start = at
    var output = ""
    var raw: [UInt8] = []
    at += 1
    while let byte {
      at += 1
      switch byte {
      case UInt8(ascii: "\""):
        return output + String(decoding: raw, as: UTF8.self)
      case UInt8(ascii: "\\"):
        output += String(decoding: raw, as: UTF8.self)
        raw = []
        output.unicodeScalars.append(try escape())
      default: raw.append(byte)
      }
    }
    at = start
    throw later()
  }

  private mutating func escape() throws(Stop) -> Unicode.Scalar {
    let start = at - 1
    let letter = byte
    at += 1
    switch letter {
    case UInt8(ascii: "\""): return "\""
    case UInt8(ascii: "\\"): return "\\"
    case UInt8(ascii: "/"): return "/"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "u") where at + 4 <= whole.upperBound:
      let digits = String(decoding: bytes[at..<(at + 4)], as: UTF8.self)
      at += 4
      if let code = UInt32(digits, radix: 16), let scalar = Unicode.Scalar(code) { return scalar }
      fallthrough
    default:
      at = start
      throw later()
    }
  }

  private func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0A }
  private func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }
  private func isLetter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) || byte == UInt8(ascii: "_")
  }
}
