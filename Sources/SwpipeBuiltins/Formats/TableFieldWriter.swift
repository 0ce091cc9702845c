internal import SwpipeCore

/// Writes the fields of a row as csv or tsv wants them.
struct TableFieldWriter: ~Copyable {
  private let style: TableStyle
  /// Whether a run of plain bytes, as JSON has it, may go out without another look.
  private let takesPlainRuns: Bool
  /// Whether the delimiter or the quote may stand in a number.
  private let looksIntoNumbers: Bool
  /// What a JSON string stands for, or compact JSON, while it is made.
  private var scratch = BatchBuilder()

  init(_ style: TableStyle) {
    self.style = style
    takesPlainRuns = style.quote == nil || style.quote == UInt8(ascii: "\"")
    let special = [style.delimiter, style.quote].compactMap { $0 }
    looksIntoNumbers = special.contains { UInt8(ascii: "+")...UInt8(ascii: "z") ~= $0 }
  }

  /// Appends the JSON value at `range` of an element that was scanned before; null is empty.
  ///
  /// Messages lack their subject.
  mutating func append(
    _ element: Span<UInt8>,
    at range: Range<Int>,
    to output: inout BatchBuilder
  ) throws(ElementFailure) {
    switch element[range.lowerBound] {
    case UInt8(ascii: "n"): return
    case UInt8(ascii: "\""):
      let inside = element.extracting(range.lowerBound + 1..<range.upperBound - 1)
      var hasHighBytes = false
      let run = JSONEscape.plainRun(
        in: inside,
        from: 0,
        stoppingAt: style.delimiter,
        hasHighBytes: &hasHighBytes
      )
      if run == inside.count, takesPlainRuns {
        if hasHighBytes { try checkUTF8(inside) }
        return output.append(inside)
      }
      try checkUTF8(inside)
      guard !JSONEscape.hasLoneSurrogate(inside) else {
        throw ElementFailure("holds half of a surrogate pair, which UTF-8 has no bytes for")
      }
      scratch.rollBack()
      scratch.append(unescaping: inside)
    case UInt8(ascii: "{"), UInt8(ascii: "["):
      try checkUTF8(element.extracting(range))
      scratch.rollBack()
      scratch.append(compacting: element.extracting(range))
    default:
      let literal = element.extracting(range)
      guard looksIntoNumbers else { return output.append(literal) }
      return try append(text: literal, to: &output)
    }
    try scratch.withUnfinished { (text) throws(ElementFailure) in
      try append(text: text, to: &output)
    }
  }

  /// Appends a text, in quotes or with escapes where it needs them.
  func append(text: Span<UInt8>, to output: inout BatchBuilder) throws(ElementFailure) {
    guard needsCare(text) else { return output.append(text) }
    if let quote = style.quote {
      output.append(quote)
      for offset in text.indices {
        if text[offset] == quote { output.append(quote) }
        output.append(text[offset])
      }
      output.append(quote)
      return
    }
    for offset in text.indices { try append(escaping: text[offset], to: &output) }
  }

  private func append(escaping byte: UInt8, to output: inout BatchBuilder) throws(ElementFailure) {
    let letter: UInt8
    switch byte {
    case UInt8(ascii: "\t") where style.hasEscapes: letter = UInt8(ascii: "t")
    case UInt8(ascii: "\n") where style.hasEscapes: letter = UInt8(ascii: "n")
    case UInt8(ascii: "\r") where style.hasEscapes: letter = UInt8(ascii: "r")
    case UInt8(ascii: "\\") where style.hasEscapes: letter = UInt8(ascii: "\\")
    case style.delimiter, UInt8(ascii: "\n"), UInt8(ascii: "\r"):
      throw ElementFailure(
        "holds a \(byte == style.delimiter ? style.delimiterName : "line break"), which "
          + "\(style.name.rawValue) without quotes cannot hold"
      )
    default: return output.append(byte)
    }
    output.append(UInt8(ascii: "\\"))
    output.append(letter)
  }

  /// Whether a text has bytes that do not stand for themselves in a field.
  private func needsCare(_ text: Span<UInt8>) -> Bool {
    for offset in text.indices {
      let byte = text[offset]
      if byte == style.delimiter || byte == style.quote { return true }
      switch byte {
      case UInt8(ascii: "\n"), UInt8(ascii: "\r"): return true
      case UInt8(ascii: "\t"), UInt8(ascii: "\\"): if style.hasEscapes { return true }
      default: continue
      }
    }
    return false
  }

  private func checkUTF8(_ text: Span<UInt8>) throws(ElementFailure) {
    guard JSONEscape.isUTF8(text) else {
      throw ElementFailure("is not UTF-8; convert the input, for example with iconv")
    }
  }
}
