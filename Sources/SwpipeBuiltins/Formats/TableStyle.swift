/// What tells csv from tsv.
enum TableStyle: Sendable {
  /// RFC 4180: a field with a comma, a quote or a line break stands in quotes.
  case csv
  /// As IANA's text/tab-separated-values, with `\t`, `\n`, `\r` and `\\` for what a field cannot hold.
  case tsv

  var delimiter: UInt8 {
    switch self {
    case .csv: UInt8(ascii: ",")
    case .tsv: UInt8(ascii: "\t")
    }
  }

  /// As it is called in messages.
  var name: String {
    switch self {
    case .csv: "csv"
    case .tsv: "tsv"
    }
  }
}
