/// Finds where the `{{ … }}` of a template ends.
///
/// Braces in texts, comments and objects of the expression do not count: `{{ {a: {b: 1}} }}` ends at its
/// last two. Where the brackets of an expression don't match, the next `}}` outside of texts ends it, so
/// that the error is told of the expression.
enum TemplateEnd {
  /// The offset behind the `}}` that closes the `{{` at an offset; nil where there is none.
  static func find(in bytes: [UInt8], from start: Int) -> Int? {
    var scan = Scan(bytes: bytes, at: start + 2)
    return scan.run(counting: true) ?? scan.run(counting: false, from: start + 2)
  }

  private struct Scan {
    let bytes: [UInt8]
    var at: Int
    /// The brackets that are open, and the quote of a text.
    private var brackets: [UInt8] = []

    init(bytes: [UInt8], at: Int) {
      self.bytes = bytes
      self.at = at
    }

    mutating func run(counting: Bool, from start: Int) -> Int? {
      at = start
      brackets = []
      return run(counting: counting)
    }

    mutating func run(counting: Bool) -> Int? {
      while at < bytes.count {
        let byte = bytes[at]
        if brackets.last == UInt8(ascii: "\"") {
          text(byte)
          continue
        }
        switch byte {
        case UInt8(ascii: "}") where isEnd && (brackets.isEmpty || !counting && !isInText):
          return at + 2
        case UInt8(ascii: "\""): brackets.append(byte)
        case UInt8(ascii: "#"):
          comment()
          continue
        case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"): brackets.append(byte)
        case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"): _ = brackets.popLast()
        default: break
        }
        at += 1
      }
      return nil
    }

    /// Whether an expression stands in a text, whose end must come first.
    private var isInText: Bool { brackets.contains(UInt8(ascii: "\"")) }

    private var isEnd: Bool { at + 1 < bytes.count && bytes[at + 1] == UInt8(ascii: "}") }

    private mutating func text(_ byte: UInt8) {
      at += 1
      if byte == UInt8(ascii: "\"") {
        brackets.removeLast()
      } else if byte == UInt8(ascii: "\\"), at < bytes.count {
        if bytes[at] == UInt8(ascii: "(") { brackets.append(bytes[at]) }
        at += 1
      }
    }

    /// Passes a comment, which ends with its line or where the braces close.
    private mutating func comment() {
      while at < bytes.count, bytes[at] != UInt8(ascii: "\n") {
        if bytes[at] == UInt8(ascii: "}"), isEnd { return }
        at += 1
      }
    }
  }
}
