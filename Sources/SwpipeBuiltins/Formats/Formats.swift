/// All formats, in the order of the reference pages.
enum Formats {
  static let all: [FormatDefinition] = [
    LineFormats.lines, LineFormats.nul, LineFormats.jsonl, DocumentFormats.json,
    TableFormats.csv, TableFormats.tsv,
  ]
}
