import SwpipeCore

/// Finds the values on one line that mean something else in YAML than a text.
///
/// The line is read as people mean it: `- ` marks, a key, and a value up to the line's end; in
/// braces and brackets, values up to the next comma that is not itself in brackets. What is found
/// is a guess, which is checked by reading the mended text.
struct QuoteMender {
  private let source: SourceText
  private let end: Int
  private var at: Int
  private var depth = 0
  private var found: [Range<Int>] = []

  /// The ranges on the line of an offset that need quotes.
  static func values(in source: SourceText, lineAt offset: Int) -> [Range<Int>] {
    var mender = QuoteMender(source, source.lineRange(at: offset))
    mender.blockEntry()
    return mender.found
  }

  /// The first quote on the line of an offset that does not close on it.
  static func unclosedQuote(in source: SourceText, lineAt offset: Int) -> Int? {
    var mender = QuoteMender(source, source.lineRange(at: offset))
    while mender.byte != nil {
      let start = mender.at
      // Inside a word a quote is an apostrophe.
      let isOpening = start == 0 || " \t\n[{,:-".utf8.contains(source.bytes[start - 1])
      if isOpening, let isClosed = mender.skipQuoted() {
        if !isClosed { return start }
      } else {
        mender.at += 1
      }
    }
    return nil
  }

  /// Why a value needs quotes, in words that follow a colon.
  static func reason(_ text: String) -> String {
    if text.hasPrefix("{{") { return "`{{` begins two mappings in YAML" }
    switch text.first {
    case "{": return "`{` begins a mapping in YAML"
    case "[": return "`[` begins a list in YAML"
    case "*": return "`*` begins an alias in YAML"
    case "&": return "`&` begins an anchor in YAML"
    case "!": return "`!` begins a tag in YAML"
    case "|", ">": return "`\(text.prefix(1))` begins a block of text in YAML"
    case "@", "%": return "no text may begin with `\(text.prefix(1))` in YAML"
    case "`": return "no text may begin with a backtick in YAML"
    case "'", "\"": return "it goes on behind its closing quote"
    default: break
    }
    if text.contains(": ") || text.hasSuffix(":") { return "`: ` ends a key in YAML" }
    if text.contains("{") { return "`{` begins a mapping in YAML" }
    if text.contains("[") { return "`[` begins a list in YAML" }
    return "it holds characters that mean something in YAML"
  }

  private init(_ source: SourceText, _ line: Range<Int>) {
    self.source = source
    let trimmed = source.trimmed(line)
    at = trimmed.lowerBound
    end = trimmed.upperBound
  }

  private var byte: UInt8? { at < end ? source.bytes[at] : nil }

  private func byte(_ offset: Int) -> UInt8? {
    at + offset < end ? source.bytes[at + offset] : nil
  }

  private func starts(_ text: StaticString) -> Bool {
    text.withUTF8Buffer { source.bytes[min(at, end)..<end].starts(with: $0) }
  }

  private mutating func skipBlanks() {
    while byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") { at += 1 }
  }

  private mutating func blockEntry() {
    while byte == UInt8(ascii: "-"), byte(1) == UInt8(ascii: " ") {
      at += 1
      skipBlanks()
    }
    let isCollection = byte == UInt8(ascii: "[") || (starts("{") && !starts("{{"))
    if !isCollection, !starts("{{"), let colon = keyEnd() {
      at = colon + 1
      skipBlanks()
    }
    value(until: source.trimmed(at..<commentStart()).upperBound)
  }

  /// The colon behind the key that begins here, if a key does.
  private func keyEnd() -> Int? {
    var ahead = self
    if let quoted = ahead.skipQuoted() {
      guard quoted, ahead.byte == UInt8(ascii: ":") else { return nil }
      return ahead.at
    }
    while let byte = ahead.byte {
      let next = ahead.byte(1)
      if byte == UInt8(ascii: ":"), next == nil || next == UInt8(ascii: " ") { return ahead.at }
      ahead.at += 1
    }
    return nil
  }

  private mutating func value(until limit: Int) {
    guard at < limit else { return }
    let range = at..<limit
    switch source.bytes[at] {
    case UInt8(ascii: "\""), UInt8(ascii: "'"):
      var ahead = self
      if ahead.skipQuoted() == true, ahead.at < limit { found.append(range) }
    case UInt8(ascii: "|"), UInt8(ascii: ">"):
      let header = source.bytes[range].dropFirst().allSatisfy { "0123456789+-".utf8.contains($0) }
      if !header { found.append(range) }
    case UInt8(ascii: "{") where !starts("{{"):
      collection()
    case UInt8(ascii: "["):
      guard source.bytes[limit - 1] == UInt8(ascii: "]") else {
        found.append(range)
        return
      }
      let before = found.count
      collection()
      if found.count == before { found.append(range) }
    case let first:
      let text = source.text(range)
      // A list on the line of its key is no text, whatever its first entry holds.
      if text.hasPrefix("- ") { return }
      if "{}],*&!@`%".utf8.contains(first) || text.contains(": ") || text.hasSuffix(":") {
        found.append(range)
      }
    }
  }

  /// Reads a flow mapping or list from its bracket to behind its closing one.
  private mutating func collection() {
    let close = byte == UInt8(ascii: "{") ? UInt8(ascii: "}") : UInt8(ascii: "]")
    at += 1
    depth += 1
    defer { depth -= 1 }
    // Brackets this deep are no text with forgotten quotes.
    if depth > 20 { at = end }
    while true {
      skipBlanks()
      guard let next = byte else { return }
      if next == close {
        at += 1
        return
      }
      if next == UInt8(ascii: ",") {
        at += 1
        continue
      }
      flowValue(close, isKey: close == UInt8(ascii: "}"))
    }
  }

  private mutating func flowValue(_ close: UInt8, isKey: Bool) {
    let start = at
    if let closed = skipQuoted() {
      if !closed { at = end }
    } else if byte == UInt8(ascii: "[") || (starts("{") && !starts("{{")) {
      let before = found.count
      collection()
      skipBlanks()
      if byte == nil || byte == close || byte == UInt8(ascii: ",") { return }
      // Text goes on behind the bracket, as in a regular expression: the whole is one value.
      found.removeSubrange(before...)
      skipPlain(close, isKey: false)
      found.append(source.trimmed(start..<at))
      return
    } else {
      skipPlain(close, isKey: isKey)
      var range = source.trimmed(start..<at)
      // Of `{text: error: }` the blank is most likely meant.
      if range.last.map({ source.bytes[$0] == UInt8(ascii: ":") }) == true, range.upperBound < at {
        range = range.lowerBound..<range.upperBound + 1
      }
      if !isKey, needsFlowQuotes(range) { found.append(range) }
    }
    skipBlanks()
    if isKey, byte == UInt8(ascii: ":") {
      at += 1
      skipBlanks()
      flowValue(close, isKey: false)
    } else if at == start {
      // Nothing was read; a stray bracket must not hold the mender up.
      at += 1
    }
  }

  private mutating func skipPlain(_ close: UInt8, isKey: Bool) {
    var depth = 0
    while let next = byte {
      if depth == 0, next == close || next == UInt8(ascii: ",") { return }
      if isKey, next == UInt8(ascii: ":"), byte(1) == UInt8(ascii: " ") { return }
      if "([{".utf8.contains(next) { depth += 1 }
      if depth > 0, ")]}".utf8.contains(next) { depth -= 1 }
      at += 1
    }
  }

  private func needsFlowQuotes(_ range: Range<Int>) -> Bool {
    guard let first = range.first else { return false }
    let text = source.text(range)
    // A bracket that closes more than the value opens is an unfinished collection, not text.
    var depth = 0
    for byte in source.bytes[range] {
      if "[{".utf8.contains(byte) { depth += 1 }
      if "]}".utf8.contains(byte) { depth -= 1 }
      if depth < 0 { return false }
    }
    return "*&!@`%|>".utf8.contains(source.bytes[first]) || text.contains(": ")
      || text.hasSuffix(":")
      || text.contains { "[]{},".contains($0) }
  }

  /// Skips a quoted text: nil if none begins here, false if it does not close on the line.
  private mutating func skipQuoted() -> Bool? {
    guard let quote = byte, quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else {
      return nil
    }
    at += 1
    while let next = byte {
      if next == UInt8(ascii: "\\"), quote == UInt8(ascii: "\"") {
        at += 2
        continue
      }
      at += 1
      guard next == quote else { continue }
      if quote == UInt8(ascii: "'"), byte == quote {
        at += 1
        continue
      }
      return true
    }
    at = min(at, end)
    return false
  }

  /// Where a comment begins behind the value, or the line's end.
  private func commentStart() -> Int {
    var ahead = self
    if ahead.skipQuoted() == false { return end }
    while let next = ahead.byte {
      if next == UInt8(ascii: "#"), ahead.at > at,
        source.bytes[ahead.at - 1] == UInt8(ascii: " ")
      {
        return ahead.at
      }
      ahead.at += 1
    }
    return end
  }
}
