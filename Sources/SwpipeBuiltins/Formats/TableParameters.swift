internal import SwpipeCore

/// The parameters of table formats, and the options that follow from them.
enum TableParameters {
  static let delimiter = Parameter<String?>.optional(
    .text("delimiter", "The character between fields of csv (a comma) and tsv (a tab).")
  )
  static let quote = Parameter<String?>.optional(
    .text("quote", "The character around fields of csv (`\"`) and tsv (`none`).")
  )
  static let comment = Parameter<String?>.optional(
    .text("comment", "The character that begins a line of csv or tsv which is no row, such as `#`.")
  )
  static let header = Parameter<Value?>(
    ParameterInfo(
      name: "header",
      type: .value,
      isRequired: false,
      help:
        "Where csv and tsv have the columns' names: `row` (the first one, the default), `none`, or "
        + "a list of names."
    )
  ) { argument in
    switch argument {
    case .value(let value): .some(value)
    case nil: .some(nil)
    default: nil
    }
  }
  static let writtenHeader = Parameter<String>.choice(
    "header",
    of: ["row", "none"],
    default: "row",
    "Whether csv and tsv begin with a row of the columns' names."
  )
  static let chosenColumns = Parameter<[String]?>.optional(
    .texts("columns", "The columns of csv and tsv to give, in this order; all if missing.")
  )
  static let writtenColumns = Parameter<[String]?>.optional(
    .texts(
      "columns",
      "The columns of csv and tsv, in this order; the first element's keys if missing."
    )
  )
  static let types = Parameter<String>.choice(
    "types",
    of: ["text", "infer"],
    default: "text",
    "Whether fields of csv and tsv are all texts, or numbers, booleans and null where they look so."
  )

  static let reading = [
    delimiter.info, quote.info, header.info, comment.info, chosenColumns.info, types.info,
  ]
  static let writing = [
    LineFormats.strict.info, writtenColumns.info, delimiter.info, quote.info, writtenHeader.info,
  ]

  /// The options of a source's arguments, and what speaks against these.
  static func readingOptions(_ arguments: Arguments, _ style: TableStyle) -> (
    options: TableOptions, problems: [ArgumentProblem]
  ) {
    var (options, problems) = sharedOptions(arguments, style)
    if let text = arguments[comment] {
      options.style.comment = byte(text, comment.info.name, &problems)
    }
    readHeader(arguments, &options, &problems)
    options.columns = arguments[chosenColumns]
    options.infersTypes = arguments[types] == "infer"
    checkNames(options.columns, chosenColumns.info.name, &problems)
    if options.header == .none, options.columns != nil {
      problems.append(
        ArgumentProblem(
          parameter: chosenColumns.info.name,
          message: "columns have no names with `header: none`",
          help: "name all of them in `header:`, such as `header: [id, name]`"
        )
      )
    }
    checkBytes(options.style, &problems)
    return (options, problems)
  }

  /// The options of a sink's arguments, and what speaks against these.
  static func writingOptions(_ arguments: Arguments, _ style: TableStyle) -> (
    options: TableOptions, problems: [ArgumentProblem]
  ) {
    var (options, problems) = sharedOptions(arguments, style)
    if arguments[writtenHeader] == "none" { options.header = .none }
    options.columns = arguments[writtenColumns]
    options.isStrict = arguments[LineFormats.strict]
    checkNames(options.columns, writtenColumns.info.name, &problems)
    if options.isStrict, options.columns == nil {
      problems.append(
        ArgumentProblem(
          parameter: LineFormats.strict.info.name,
          message: "without `columns` a key that has no column is always an error",
          help: "leave `strict` out, or list the `columns`"
        )
      )
    }
    checkBytes(options.style, &problems)
    return (options, problems)
  }

  private static func sharedOptions(_ arguments: Arguments, _ style: TableStyle) -> (
    TableOptions, [ArgumentProblem]
  ) {
    var options = TableOptions(style)
    var problems: [ArgumentProblem] = []
    if let text = arguments[delimiter] {
      options.style.isDelimiterChosen = true
      options.style.delimiter = byte(text, delimiter.info.name, &problems) ?? style.delimiter
    }
    switch arguments[quote] {
    case nil: break
    case "none": options.style.quote = nil
    case let text?:
      options.style.quote = byte(text, quote.info.name, &problems)
      options.style.hasEscapes = false
    }
    return (options, problems)
  }

  private static func readHeader(
    _ arguments: Arguments,
    _ options: inout TableOptions,
    _ problems: inout [ArgumentProblem]
  ) {
    var problem: String?
    var help = "such as `header: [id, name]`; put a name that is a number in quotes"
    switch arguments[header] {
    case nil, .text("row")?: return
    case .text("none")?: options.header = .none
    case .list(let items)?:
      let names = items.map { item in
        if case .text(let name) = item { name } else { nil as String? }
      }
      if names.isEmpty || names.contains(nil) {
        problem = names.isEmpty ? "there is no name in the list" : "a column's name is a text"
      }
      let known = names.compactMap { $0 }
      options.header = .names(known)
      if problem == nil { checkNames(known, header.info.name, &problems) }
    case .boolean(let hasNames)?:
      problem = "`header` is `row`, `none` or a list of names"
      help =
        hasNames
        ? "write `header: row`, or leave it out: the first row has the names"
        : "write `header: none`: each row becomes a list"
    default: problem = "`header` is `row`, `none` or a list of names"
    }
    if let problem {
      problems.append(
        ArgumentProblem(
          parameter: header.info.name,
          message: problem,
          help: help
        )
      )
    }
  }

  /// The one byte that an argument is.
  private static func byte(
    _ text: String,
    _ name: String,
    _ problems: inout [ArgumentProblem]
  ) -> UInt8? {
    let first = text.utf8.first ?? 0
    if text.utf8.count == 1, first < 0x80, first != UInt8(ascii: "\n"), first != UInt8(ascii: "\r")
    {
      return first
    }
    problems.append(
      ArgumentProblem(
        parameter: name,
        message: "`\(name)` is one ASCII character, and no line break",
        help: text == "\\t"
          ? "write a tab as \"\\t\", in double quotes" : "such as `\(name): '\(example(name))'`"
      )
    )
    return nil
  }

  private static func example(_ name: String) -> String {
    switch name {
    case delimiter.info.name: ";"
    case comment.info.name: "#"
    default: "\""
    }
  }

  /// One byte cannot mean two things.
  private static func checkBytes(_ style: TableStyle, _ problems: inout [ArgumentProblem]) {
    guard problems.isEmpty else { return }
    let meanings: [(String, UInt8?)] = [
      ("delimiter", style.delimiter), ("quote", style.quote), ("comment", style.comment),
      ("escape", style.hasEscapes ? UInt8(ascii: "\\") : nil),
    ]
    for (position, (name, byte)) in meanings.enumerated() {
      guard let byte,
        let (other, _) = meanings[..<position].first(where: { $0.1 == byte })
      else { continue }
      problems.append(
        ArgumentProblem(
          parameter: other,
          message: "\(TableStyle.name(of: byte)) cannot be both the \(other) and the \(name)"
        )
      )
    }
  }

  private static func checkNames(
    _ names: [String]?,
    _ parameter: String,
    _ problems: inout [ArgumentProblem]
  ) {
    guard let names else { return }
    if names.isEmpty {
      problems.append(
        ArgumentProblem(parameter: parameter, message: "there is no column in the list")
      )
    }
    var known: Set<[UInt8]> = []
    if let double = names.first(where: { !known.insert(Array($0.utf8)).inserted }) {
      problems.append(
        ArgumentProblem(parameter: parameter, message: "the column \(double) is listed twice")
      )
    }
  }
}
