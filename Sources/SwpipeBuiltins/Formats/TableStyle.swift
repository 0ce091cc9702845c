internal import SwpipeCore

/// What tells the fields of a table apart: one byte each, so that nothing is looked up per field.
struct TableStyle: Hashable, Sendable {
  /// As it is called in specs and messages.
  enum Name: String, Sendable {
    case csv
    case tsv
  }

  let name: Name
  /// Between two fields.
  var delimiter: UInt8
  /// Around a field that holds a delimiter, a quote or a line break; nil where no byte means that.
  var quote: UInt8?
  /// Whether `\t`, `\n`, `\r` and `\\` stand for what a field cannot hold.
  var hasEscapes: Bool
  /// What begins a line that is no row; nil where every line is one.
  var comment: UInt8?
  /// Whether the spec says what the delimiter is, so that nobody need guess.
  var isDelimiterChosen = false

  /// RFC 4180, but for lines that end in LF alone, too.
  static let csv = TableStyle(
    name: .csv,
    delimiter: UInt8(ascii: ","),
    quote: UInt8(ascii: "\""),
    hasEscapes: false
  )

  /// As IANA's text/tab-separated-values, with escapes for what a field cannot hold.
  static let tsv = TableStyle(
    name: .tsv,
    delimiter: UInt8(ascii: "\t"),
    quote: nil,
    hasEscapes: true
  )

  /// What messages call the delimiter.
  var delimiterName: String { TableStyle.name(of: delimiter) }

  /// What messages call a byte between fields.
  static func name(of byte: UInt8) -> String {
    switch byte {
    case UInt8(ascii: ","): "comma"
    case UInt8(ascii: ";"): "semicolon"
    case UInt8(ascii: "\t"): "tab"
    case UInt8(ascii: "|"): "vertical bar"
    default: Excerpt.quoted([byte].span)
    }
  }

  /// How a byte between fields is written in a spec.
  static func spelling(of byte: UInt8) -> String {
    byte == UInt8(ascii: "\t") ? "\"\\t\"" : "'\(Unicode.Scalar(byte))'"
  }

  /// The delimiter that a header of one field seems to have been written with, if it is not ours.
  ///
  /// The sinks ask the same, so that they never write a header which the sources refuse.
  func otherDelimiter(in field: Span<UInt8>) -> UInt8? {
    guard !isDelimiterChosen else { return nil }
    for byte in [UInt8(ascii: ";"), UInt8(ascii: "\t"), UInt8(ascii: "|"), UInt8(ascii: ",")] {
      if byte == delimiter { continue }
      for offset in field.indices where field[offset] == byte { return byte }
    }
    return nil
  }
}
