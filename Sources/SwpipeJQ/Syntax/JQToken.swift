/// A word of a program.
enum JQToken: Equatable {
  case name(String)
  /// `.name`
  case field(String)
  /// `$name`
  case variable(String)
  /// `@name`
  case format(String)
  case number(String)
  /// A quote; the parser reads the string itself.
  case quote
  case symbol(String)
  case end

  static let keywords: Set<String> = [
    "def", "if", "then", "elif", "else", "end", "as", "reduce", "foreach", "try", "catch", "label",
    "import", "include", "and", "or", "__loc__",
  ]

  /// How a message calls it.
  var shown: String {
    switch self {
    case .name(let name): "`\(name)`"
    case .field(let name): "`.\(name)`"
    case .variable(let name): "`$\(name)`"
    case .format(let name): "`@\(name)`"
    case .number(let text): "`\(text)`"
    case .quote: "a string"
    case .symbol(let symbol): "`\(symbol)`"
    case .end: "the end of the program"
    }
  }
}

/// Cuts a program into words, one at a time.
struct JQLexer {
  let text: [UInt8]
  var at = 0
  /// What was found wrong in a word.
  var problems: [JQProblem] = []

  private static let symbols = [
    "?//=", "?//", "//=", "|=", "+=", "-=", "*=", "/=", "%=", "==", "!=", "<=", ">=", "//", "..",
    "&&",
    "||", "?",
  ]

  init(_ text: String) { self.text = Array(text.utf8) }

  func byte(_ offset: Int = 0) -> UInt8 { at + offset < text.count ? text[at + offset] : 0 }

  /// Passes blanks and comments.
  mutating func skipBlanks() {
    while at < text.count {
      switch text[at] {
      case 0x20, 0x09, 0x0A, 0x0D: at += 1
      case UInt8(ascii: "#"): skipComment()
      default: return
      }
    }
  }

  /// A comment goes on in the next line behind an odd number of backslashes.
  private mutating func skipComment() {
    var backslashes = 0
    while at < text.count {
      let byte = text[at]
      if byte == 0x0A, backslashes % 2 == 0 { return }
      if byte == 0x0D, backslashes % 2 == 1, self.byte(1) == 0x0A { at += 1 }
      backslashes = byte == UInt8(ascii: "\\") ? backslashes + 1 : 0
      at += 1
    }
  }

  /// The next word and where it stands.
  mutating func next() -> (token: JQToken, range: Range<Int>) {
    skipBlanks()
    let start = at
    guard at < text.count else { return (.end, start..<start) }
    let byte = text[at]
    if JQLexer.startsName(byte) { return (.name(name(allowsModules: true)), start..<at) }
    if JQLexer.isDigit(byte) || byte == UInt8(ascii: ".") && JQLexer.isDigit(self.byte(1)) {
      return (.number(number()), start..<at)
    }
    if byte == UInt8(ascii: "."), JQLexer.startsName(self.byte(1)) {
      at += 1
      return (.field(name(allowsModules: false)), start..<at)
    }
    if byte == UInt8(ascii: "$"), JQLexer.startsName(self.byte(1)) {
      at += 1
      return (.variable(name(allowsModules: true)), start..<at)
    }
    if byte == UInt8(ascii: "@"), JQLexer.startsName(self.byte(1)) || JQLexer.isDigit(self.byte(1))
    {
      at += 1
      return (.format(name(allowsModules: false)), start..<at)
    }
    if byte == UInt8(ascii: "\"") {
      at += 1
      return (.quote, start..<at)
    }
    for symbol in JQLexer.symbols where text[at...].starts(with: symbol.utf8) {
      at += symbol.utf8.count
      return (.symbol(symbol), start..<at)
    }
    at += 1
    while at < text.count, text[at] & 0xC0 == 0x80 { at += 1 }
    return (.symbol(String(decoding: text[start..<at], as: UTF8.self)), start..<at)
  }

  static func startsName(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "_") || (byte | 0x20) &- 0x61 < 26
  }

  static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

  private mutating func name(allowsModules: Bool) -> String {
    let start = at
    while JQLexer.startsName(byte()) || JQLexer.isDigit(byte()) { at += 1 }
    if allowsModules, byte() == UInt8(ascii: ":"), byte(1) == UInt8(ascii: ":"),
      JQLexer.startsName(byte(2))
    {
      at += 2
      _ = name(allowsModules: true)
    }
    return String(decoding: text[start..<at], as: UTF8.self)
  }

  /// A number; made to be JSON where jq allows more (`.5`, `1.`, `007`).
  private mutating func number() -> String {
    var whole: [UInt8] = []
    while JQLexer.isDigit(byte()) {
      whole.append(byte())
      at += 1
    }
    var decimals: [UInt8] = []
    if byte() == UInt8(ascii: ".") {
      at += 1
      while JQLexer.isDigit(byte()) {
        decimals.append(byte())
        at += 1
      }
    }
    while whole.count > 1, whole[0] == 0x30 { whole.removeFirst() }
    if whole.isEmpty { whole = [0x30] }
    var result = String(decoding: whole, as: UTF8.self)
    if !decimals.isEmpty { result += "." + String(decoding: decimals, as: UTF8.self) }
    if byte() | 0x20 == UInt8(ascii: "e") {
      let sign = byte(1) == UInt8(ascii: "+") || byte(1) == UInt8(ascii: "-") ? 1 : 0
      if JQLexer.isDigit(byte(1 + sign)) {
        let start = at
        at += 1 + sign
        while JQLexer.isDigit(byte()) { at += 1 }
        result += String(decoding: text[start..<at], as: UTF8.self)
      }
    }
    return result
  }

  /// The text of a string up to its end or its next `\(`, behind which the lexer stands then.
  mutating func stringPart(from opening: Int) -> (text: String, isInterpolation: Bool) {
    var bytes: [UInt8] = []
    while at < text.count {
      let byte = text[at]
      at += 1
      if byte == UInt8(ascii: "\"") { return (String(decoding: bytes, as: UTF8.self), false) }
      guard byte == UInt8(ascii: "\\") else {
        bytes.append(byte)
        continue
      }
      let start = at - 1
      let escape = self.byte()
      at += 1
      switch escape {
      case UInt8(ascii: "("): return (String(decoding: bytes, as: UTF8.self), true)
      case UInt8(ascii: "n"): bytes.append(10)
      case UInt8(ascii: "t"): bytes.append(9)
      case UInt8(ascii: "r"): bytes.append(13)
      case UInt8(ascii: "b"): bytes.append(8)
      case UInt8(ascii: "f"): bytes.append(12)
      case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): bytes.append(escape)
      case UInt8(ascii: "u"): bytes += unicodeEscape(start)
      default:
        at = min(at, text.count)
        problems.append(
          JQProblem(
            range: start..<at,
            message:
              "a string has no escape `\(String(decoding: text[start..<at], as: UTF8.self))`",
            help: "a backslash itself is `\\\\`, in regular expressions, too: `\"\\\\d+\"`"
          )
        )
      }
    }
    problems.append(
      JQProblem(range: opening..<opening + 1, message: "the string has no closing quote")
    )
    return (String(decoding: bytes, as: UTF8.self), false)
  }

  private mutating func unicodeEscape(_ start: Int) -> [UInt8] {
    func hex(_ from: Int) -> UInt32? {
      guard from + 4 <= text.count else { return nil }
      return UInt32(String(decoding: text[from..<from + 4], as: UTF8.self), radix: 16)
    }
    guard var scalar = hex(at) else {
      problems.append(
        JQProblem(range: start..<min(start + 6, text.count), message: "`\\u` needs four hex digits")
      )
      return []
    }
    at += 4
    if scalar & 0xFC00 == 0xD800, byte() == UInt8(ascii: "\\"), byte(1) == UInt8(ascii: "u"),
      let low = hex(at + 2), low & 0xFC00 == 0xDC00
    {
      scalar = 0x10000 + (scalar & 0x3FF) << 10 + low & 0x3FF
      at += 6
    }
    let character = Unicode.Scalar(scalar) ?? "\u{FFFD}"
    return Array(String(Character(character)).utf8)
  }
}
