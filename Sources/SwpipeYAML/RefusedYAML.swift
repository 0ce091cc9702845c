import SwpipeCore

/// Valid YAML that libyaml refuses, and how it is written so that libyaml reads it.
///
/// Nothing is said of it: the text means the same, and its places stay those of the file.
struct RefusedYAML {
  private let problem: YAMLProblem
  private let text: MendedText
  private let source: SourceText
  private let offset: Int

  init(problem: YAMLProblem, text: MendedText) {
    self.problem = problem
    self.text = text
    source = text.source
    offset = text.original(problem.offset)
  }

  /// The text with what libyaml stumbled over written in another way; nil if that is no valid YAML.
  var mended: MendedText? {
    let edits = blankLines ?? tabBehindDash ?? surrogatePairs ?? []
    guard !edits.isEmpty, !edits.contains(where: { text.isMended($0.range) }) else { return nil }
    return text.applying(edits)
  }

  private func byte(_ at: Int) -> UInt8? {
    source.bytes.indices.contains(at) ? source.bytes[at] : nil
  }

  // MARK: Tabs

  /// Blanks without the tabs before the comments and ends of the lines from the problem on.
  ///
  /// YAML 1.2 allows tabs on a line that holds nothing else, libyaml takes them for indentation.
  private var blankLines: [MendedText.Edit]? {
    guard byte(offset) == UInt8(ascii: "\t") else { return nil }
    var edits: [MendedText.Edit] = []
    var line = source.lineRange(at: offset)
    while let blanks = indentation(ofBlankLine: line) {
      if source.bytes[blanks].contains(UInt8(ascii: "\t")) {
        edits.append(MendedText.Edit(range: blanks, replacement: []))
      }
      guard let newline = source.bytes[line.upperBound...].firstIndex(of: UInt8(ascii: "\n")),
        newline + 1 < source.bytes.count
      else { break }
      line = source.lineRange(at: newline + 1)
    }
    return edits.isEmpty ? nil : edits
  }

  /// The blanks at the start of a line that holds nothing else but a comment; nil of another line.
  private func indentation(ofBlankLine line: Range<Int>) -> Range<Int>? {
    let content = source.trimmed(line)
    guard content.isEmpty || source.bytes[content.lowerBound] == UInt8(ascii: "#") else {
      return nil
    }
    return line.lowerBound..<(content.isEmpty ? line.upperBound : content.lowerBound)
  }

  /// A blank in the place of the tab between `-` and a scalar, which is no indentation.
  private var tabBehindDash: [MendedText.Edit]? {
    guard byte(offset) == UInt8(ascii: "\t"), byte(offset - 1) == UInt8(ascii: "-") else {
      return nil
    }
    let line = source.lineRange(at: offset)
    let before = source.bytes[line.lowerBound..<offset - 1]
    let rest = source.text(source.trimmed(offset..<line.upperBound))
    guard before.allSatisfy({ $0 == UInt8(ascii: " ") }), !rest.hasPrefix("- "),
      !rest.hasPrefix("?"), !rest.contains(": "), !rest.contains(":\t"), !rest.hasSuffix(":")
    else { return nil }
    return [MendedText.Edit(range: offset..<offset + 1, replacement: [UInt8(ascii: " ")])]
  }

  // MARK: Surrogate pairs

  /// The characters in the place of the pairs of the double-quoted text, and of those behind it as far
  /// as the file goes on as JSON.
  ///
  /// JSON writes a character past U+FFFF as `\ud83d\ude00`, of which libyaml takes neither half.
  private var surrogatePairs: [MendedText.Edit]? {
    guard problem.problem.contains("Unicode character escape") else { return nil }
    var at = text.original(problem.contextOffset)
    var edits: [MendedText.Edit] = []
    while byte(at) == UInt8(ascii: "\"") {
      at += 1
      while let next = byte(at), next != UInt8(ascii: "\"") {
        if let pair = SurrogatePair(source.bytes, at: at) {
          edits.append(
            MendedText.Edit(
              range: at..<at + SurrogatePair.length,
              replacement: Array(String(Character(pair.scalar)).utf8)
            )
          )
          at += SurrogatePair.length
        } else {
          at += next == UInt8(ascii: "\\") ? 2 : 1
        }
      }
      at += 1
      var last: UInt8 = 0
      while let next = byte(at), Self.isBetweenTexts(next), next != UInt8(ascii: "\"") {
        if !" \t\r\n".utf8.contains(next) { last = next }
        at += 1
      }
      guard "{[,:".utf8.contains(last) else { break }
    }
    return edits.isEmpty ? nil : edits
  }

  /// Whether a byte can stand between two texts of JSON: in brackets, numbers and words.
  private static func isBetweenTexts(_ byte: UInt8) -> Bool {
    " \t\r\n{}[],:+-.0123456789eEtrufalsn".utf8.contains(byte)
  }
}

/// Two `\u` escapes that name one character together.
struct SurrogatePair {
  /// The bytes that both escapes take.
  static let length = 12

  let scalar: Unicode.Scalar

  /// The pair that begins at an offset, if one does.
  init?(_ bytes: [UInt8], at: Int) {
    guard let high = Self.half(bytes, at), (0xD800..<0xDC00).contains(high),
      let low = Self.half(bytes, at + 6), (0xDC00..<0xE000).contains(low),
      let scalar = Unicode.Scalar(0x10000 + (high - 0xD800) << 10 + (low - 0xDC00))
    else { return nil }
    self.scalar = scalar
  }

  /// The number of the `\uXXXX` at an offset.
  static func half(_ bytes: [UInt8], _ at: Int) -> UInt32? {
    guard at >= 0, at + 6 <= bytes.count, bytes[at] == UInt8(ascii: "\\"),
      bytes[at + 1] == UInt8(ascii: "u")
    else { return nil }
    let digits = bytes[at + 2..<at + 6]
    guard digits.allSatisfy({ Unicode.Scalar($0).properties.isASCIIHexDigit }) else { return nil }
    return UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
  }
}
