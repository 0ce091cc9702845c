internal import SwpipeCore

extension TableParser {
  /// Takes the byte that ended a run of plain ones in an unquoted field.
  mutating func takeUnquoted(_ byte: UInt8, _ output: inout BatchBuilder)
    throws(RunFailure)
  {
    switch byte {
    case style.delimiter:
      try endField(&output)
      state = .fieldStart
    case UInt8(ascii: "\n"): try endRow(&output)
    case UInt8(ascii: "\r"): state = .unquotedCR
    case UInt8(ascii: "\\") where style == .tsv: state = .escape
    default: output.append(escaped: byte)
    }
  }

  /// Takes the byte that ended a run of plain ones in a quoted field.
  mutating func takeQuoted(_ byte: UInt8, _ output: inout BatchBuilder) {
    if byte == UInt8(ascii: "\"") {
      state = .quoteInQuoted
    } else {
      if byte == UInt8(ascii: "\n") { line += 1 }
      output.append(escaped: byte)
    }
  }

  /// Takes the byte behind a quote in a quoted field, or behind a CR there.
  mutating func takeAfterQuote(_ byte: UInt8, _ output: inout BatchBuilder)
    throws(RunFailure)
  {
    switch byte {
    case UInt8(ascii: "\n"): try endRow(&output)
    case UInt8(ascii: "\"") where state == .quoteInQuoted:
      output.append(escaped: byte)
      state = .quoted
    case style.delimiter where state == .quoteInQuoted:
      try endField(&output)
      state = .fieldStart
    case UInt8(ascii: "\r") where state == .quoteInQuoted: state = .closedCR
    default:
      let name = header?.label(fields - 1) ?? "field \(fields)"
      throw failure(
        "\(name) goes on behind its closing quote",
        help: "a quote within a quoted field is written twice",
        line: line
      )
    }
  }

  /// Takes the byte behind a backslash; false where the backslash stands for itself.
  mutating func takeEscape(_ byte: UInt8, _ output: inout BatchBuilder) -> Bool {
    state = .unquoted
    switch byte {
    case UInt8(ascii: "t"): output.append(escaped: UInt8(ascii: "\t"))
    case UInt8(ascii: "n"): output.append(escaped: UInt8(ascii: "\n"))
    case UInt8(ascii: "r"): output.append(escaped: UInt8(ascii: "\r"))
    case UInt8(ascii: "\\"): output.append(escaped: byte)
    default:
      output.append(escaped: UInt8(ascii: "\\"))
      return false
    }
    return true
  }
}
