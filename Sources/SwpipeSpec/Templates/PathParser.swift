import SwpipeCore

/// Parses the one expression between the braces of a template.
struct PathParser {
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

  /// The expression, which fills the range but for blanks.
  mutating func expression() throws(TemplateProblem) -> Template.Part {
    skipBlanks()
    let part: Template.Part
    switch byte {
    case nil:
      throw TemplateProblem(
        message: "there is nothing between the braces",
        range: (whole.lowerBound - 2)..<(whole.upperBound + 2),
        help: "`{{ . }}` is the element, `{{ .name }}` a field of it"
      )
    case UInt8(ascii: "."):
      let start = at
      part = .element(try keys(isFirst: true))
      try scope.checkElement(start..<at)
    case UInt8(ascii: "$"): part = try variable()
    case UInt8(ascii: "\""): part = .literal(try string())
    default:
      if let problem = bareName() { throw problem }
      throw later()
    }
    skipBlanks()
    guard byte == nil else { throw later() }
    return part
  }

  private var byte: UInt8? { at < whole.upperBound ? bytes[at] : nil }

  private mutating func skipBlanks() {
    while let byte, byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D { at += 1 }
  }

  /// What is wrong with a word alone, where it is a variable without its `$` or a word for the element.
  private func bareName() -> TemplateProblem? {
    var ahead = self
    guard let name = ahead.identifier() else { return nil }
    let end = ahead.at
    let rest = try? ahead.keys(isFirst: false)
    ahead.skipBlanks()
    guard rest != nil, ahead.byte == nil else { return nil }
    let range = at..<end
    if scope.variableNames.contains(name) {
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

  private func later() -> TemplateProblem {
    var end = whole.upperBound
    while end > at + 1, bytes[end - 1] == 0x20 { end -= 1 }
    return TemplateProblem(
      code: .notAvailableYet,
      message: "in `{{ }}` only paths such as `.a.b` work so far, the rest of jq does not yet",
      range: at..<max(end, at),
      help: "a path is `.`, `.name`, `.\"a name\"`, `.list[0]` or `$worker_info.index`"
    )
  }

  /// The steps of a path; the first one begins with a point.
  private mutating func keys(isFirst: Bool) throws(TemplateProblem) -> [Template.PathKey] {
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
          throw self.byte == UInt8(ascii: ".") ? later() : nameless()
        }
      } else {
        break
      }
      isAtStart = false
    }
    return keys
  }

  private func nameless() -> TemplateProblem {
    TemplateProblem(
      message: "a name is missing behind the point",
      range: (at - 1)..<at,
      help: "a name with other characters than letters, digits and `_` is written `.\"a name\"`"
    )
  }

  private mutating func bracket() throws(TemplateProblem) -> Template.PathKey {
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

  private mutating func variable() throws(TemplateProblem) -> Template.Part {
    let start = at
    at += 1
    guard let name = identifier() else {
      throw TemplateProblem(message: "a name is missing behind `$`", range: start..<at)
    }
    let nameEnd = at
    let path = try keys(isFirst: false)
    try scope.check(name, path, name: start..<nameEnd, fields: nameEnd..<at)
    return .variable(name, path)
  }

  private mutating func identifier() -> String? {
    let start = at
    while let byte, isLetter(byte) || (at > start && isDigit(byte)) { at += 1 }
    return at > start ? String(decoding: bytes[start..<at], as: UTF8.self) : nil
  }

  /// A JSON string.
  private mutating func string() throws(TemplateProblem) -> String {
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
    throw TemplateProblem(message: "the text has no closing `\"`", range: start..<at)
  }

  private mutating func escape() throws(TemplateProblem) -> Unicode.Scalar {
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
      let end = min(max(at, start + 1), whole.upperBound)
      throw TemplateProblem(
        message: "\(Wording.quote(String(decoding: bytes[start..<end], as: UTF8.self)))"
          + " is not an escape",
        range: start..<end,
        help: "the escapes are those of JSON: \\\" \\\\ \\/ \\b \\f \\n \\r \\t \\u0000"
      )
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
