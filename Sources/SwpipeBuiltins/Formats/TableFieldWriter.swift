internal import SwpipeCore

/// Writes the fields of a row as csv or tsv wants them.
struct TableFieldWriter: ~Copyable {
  private let style: TableStyle
  /// What a JSON string stands for, or compact JSON, while it is made.
  private var scratch = BatchBuilder()

  init(_ style: TableStyle) {
    self.style = style
  }

  /// Appends the JSON value at `range` of an element that was scanned before; null is empty.
  mutating func append(
    _ element: Span<UInt8>,
    at range: Range<Int>,
    to output: inout BatchBuilder
  ) {
    switch element[range.lowerBound] {
    case UInt8(ascii: "n"): return
    case UInt8(ascii: "\""):
      let inside = element.extracting(range.lowerBound + 1..<range.upperBound - 1)
      var ignored = false
      let run = JSONEscape.plainRun(
        in: inside,
        from: 0,
        stoppingAt: style.delimiter,
        hasHighBytes: &ignored
      )
      if run == inside.count { return output.append(inside) }
      scratch.rollBack()
      scratch.append(unescaping: inside)
    case UInt8(ascii: "{"), UInt8(ascii: "["):
      scratch.rollBack()
      scratch.append(compacting: element.extracting(range))
    default: return output.append(element.extracting(range))
    }
    scratch.withUnfinished { append(text: $0, to: &output) }
  }

  /// Appends a text, in quotes or with escapes where it needs them.
  func append(text: Span<UInt8>, to output: inout BatchBuilder) {
    switch style {
    case .csv:
      guard needsQuotes(text) else { return output.append(text) }
      output.append(UInt8(ascii: "\""))
      for offset in text.indices {
        if text[offset] == UInt8(ascii: "\"") { output.append(UInt8(ascii: "\"")) }
        output.append(text[offset])
      }
      output.append(UInt8(ascii: "\""))
    case .tsv:
      for offset in text.indices {
        let letter: UInt8
        switch text[offset] {
        case UInt8(ascii: "\t"): letter = UInt8(ascii: "t")
        case UInt8(ascii: "\n"): letter = UInt8(ascii: "n")
        case UInt8(ascii: "\r"): letter = UInt8(ascii: "r")
        case UInt8(ascii: "\\"): letter = UInt8(ascii: "\\")
        case let byte:
          output.append(byte)
          continue
        }
        output.append(UInt8(ascii: "\\"))
        output.append(letter)
      }
    }
  }

  private func needsQuotes(_ text: Span<UInt8>) -> Bool {
    for offset in text.indices {
      switch text[offset] {
      case style.delimiter, UInt8(ascii: "\""), UInt8(ascii: "\n"), UInt8(ascii: "\r"): return true
      default: continue
      }
    }
    return false
  }
}
