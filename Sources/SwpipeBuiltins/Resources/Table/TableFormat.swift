/// How the rows of a lookup table stand in its file.
enum TableFormat: String, CaseIterable, Sendable {
  case csv
  case tsv
  /// One array of rows, or one object whose members are the rows.
  case json
  case jsonl

  /// What separates the fields of csv and tsv, unless the spec says otherwise; nil for other formats.
  var style: TableStyle? {
    switch self {
    case .csv: .csv
    case .tsv: .tsv
    case .json, .jsonl: nil
    }
  }

  /// The format that a path's suffix says; nil where it says none.
  init?(path: String) {
    let name = FilePath.name(of: path)
    guard let point = name.utf8.lastIndex(of: UInt8(ascii: ".")) else { return nil }
    switch String(name[name.utf8.index(after: point)...]).lowercased() {
    case "csv": self = .csv
    case "tsv", "tab": self = .tsv
    case "json": self = .json
    case "jsonl", "ndjson": self = .jsonl
    default: return nil
    }
  }
}
