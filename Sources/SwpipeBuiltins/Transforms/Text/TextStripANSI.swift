internal import SwpipeCore

/// `text.strip_ansi`: no colours and other orders to a terminal.
struct TextStripANSI: MapTransform {
  static let definition = Definition(
    name: "text.strip_ansi",
    summary: "Removes colours and other escape sequences of terminals",
    details: """
      Removes what begins with the byte ESC, as ECMA-48 has it: control sequences such as colours and \
      movements of the cursor, titles and links (their text stays), and sequences of two or three bytes. One \
      that the element ends in goes to its end. All else is copied.
      """,
    examples: [
      .stage(
        "Colours",
        "map: text.strip_ansi",
        input: ["\u{1B}[1;31merror\u{1B}[0m: x"],
        output: ["error: x"]
      ),
      .stage(
        "A link and a title",
        "map: text.strip_ansi",
        input: ["\u{1B}]8;;http://a.b\u{1B}\\here\u{1B}]8;;\u{1B}\\ \u{1B}]0;top\u{07}now"],
        output: ["here now"]
      ),
      .stage(
        "edge: a sequence without an end, and nothing to remove",
        "map: text.strip_ansi",
        input: ["a\u{1B}[3", "[31m"],
        output: ["a", "[31m"]
      ),
    ],
    role: .transform(
      TransformRole(operators: [.map], accepts: .text, gives: .text) { _, _, _ in TextStripANSI() }
    )
  )

  private static let escape = UInt8(0x1b)
  private static let finder = LiteralFinder([escape])

  mutating func map(_ element: Span<UInt8>, into output: inout BatchBuilder)
    throws(ElementFailure)
  {
    guard var next = Self.finder.find(in: element) else { return output.append(element) }
    var start = 0
    while next < element.count {
      if element[next] != Self.escape {
        next += 1
        continue
      }
      output.append(element.extracting(start..<next))
      next = Self.end(of: element, from: next)
      start = next
    }
    output.append(element.extracting(start..<element.count))
  }

  /// The offset behind the sequence that begins at an ESC.
  private static func end(of bytes: Span<UInt8>, from start: Int) -> Int {
    guard start + 1 < bytes.count else { return bytes.count }
    var at = start + 2
    switch bytes[start + 1] {
    case UInt8(ascii: "["):
      // Parameters and intermediate bytes, then a final one; another byte breaks the sequence off.
      while at < bytes.count, (0x20...0x3f).contains(bytes[at]) { at += 1 }
      return at < bytes.count && (0x40...0x7e).contains(bytes[at]) ? at + 1 : at
    case UInt8(ascii: "]"), UInt8(ascii: "P"), UInt8(ascii: "X"), UInt8(ascii: "^"),
      UInt8(ascii: "_"):
      // A string, up to BEL or to ESC and a backslash.
      while at < bytes.count {
        if bytes[at] == 0x07 { return at + 1 }
        if bytes[at] == escape {
          let isEnd = at + 1 < bytes.count && bytes[at + 1] == UInt8(ascii: "\\")
          return isEnd ? at + 2 : at
        }
        at += 1
      }
      return at
    case 0x20...0x2f:
      while at < bytes.count, (0x20...0x2f).contains(bytes[at]) { at += 1 }
      return at < bytes.count && (0x30...0x7e).contains(bytes[at]) ? at + 1 : at
    case 0x30...0x7e: return at
    // No sequence: the ESC alone goes.
    default: return start + 1
    }
  }
}
