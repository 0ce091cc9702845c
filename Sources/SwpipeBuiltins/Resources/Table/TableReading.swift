internal import SwpipeCore

/// How the rows of a lookup table are read: the format, and for csv and tsv its options.
struct TableReading: Hashable, Sendable {
  let format: TableFormat
  /// Those of csv and tsv; nil for other formats.
  let options: TableOptions?

  /// The parameters of csv and tsv, which a table takes as a source does.
  static let parameters = FormatParameters.merged(formats.map(\.parameters))

  private static let formats = TableFormat.allCases.map {
    (name: $0.rawValue, parameters: $0.style == nil ? [] : TableParameters.reading)
  }

  /// A format without any options.
  init(_ format: TableFormat) {
    self.format = format
    options = format.style.map { TableOptions($0) }
  }

  /// A format with the options that arguments give, which were checked.
  init(_ format: TableFormat, _ arguments: Arguments) {
    self.format = format
    options = format.style.map { TableParameters.readingOptions(arguments, $0).options }
  }

  /// What speaks against the arguments of a table that is read in a format; `key` is its key's columns.
  static func check(
    _ arguments: Arguments,
    _ format: TableFormat,
    key: Parameter<[String]>
  ) -> [ArgumentProblem] {
    let strange = FormatParameters.strange(arguments, formats, chosen: format.rawValue)
    guard strange.isEmpty, let style = format.style else { return strange }
    let (options, problems) = TableParameters.readingOptions(arguments, style)
    guard problems.isEmpty else { return problems }
    return keyProblems(arguments[key], options, key.info.name)
  }

  /// Arguments that only a file can have.
  static func given(_ arguments: Arguments) -> [String] {
    parameters.map(\.name).filter { arguments.values[$0] != nil }
  }

  /// Columns of the key that the rows cannot have.
  private static func keyProblems(_ key: [String], _ options: TableOptions, _ name: String)
    -> [ArgumentProblem]
  {
    if options.header == .none {
      return [
        ArgumentProblem(
          parameter: TableParameters.header.info.name,
          message: "columns have no names with `header: none`, so that none can be the key",
          help: "name all of them in `header:`, such as `header: [id, name]`"
        )
      ]
    }
    if let columns = options.columns, let missing = lacking(key, in: columns) {
      return [
        ArgumentProblem(
          parameter: TableParameters.chosenColumns.info.name,
          message: "the key `\(missing)` is not among the `columns`",
          help: "add it to `columns:`, or leave `columns` out"
        )
      ]
    }
    if case .names(let names) = options.header, let missing = lacking(key, in: names) {
      let near = DidYouMean.suggestion(for: missing, among: names)
      return [
        ArgumentProblem(
          parameter: name,
          message: "the key `\(missing)` is not among the names in `header`",
          help: near.map { "did you mean `\($0)`?" } ?? "they are \(TableHeader.list(names))"
        )
      ]
    }
    return []
  }

  /// The first of the key's columns that is none of these, by its bytes.
  private static func lacking(_ key: [String], in columns: [String]) -> String? {
    let known = Set(columns.map { Array($0.utf8) })
    return key.first { !known.contains(Array($0.utf8)) }
  }
}
