internal import SwpipeCore

/// The parameters that sinks share, and the encoder that follows from them.
enum SinkFormat {
  static let format = Format.parameter("How the elements are written.")
  static let strict = Parameter<Bool>.boolean(
    "strict",
    default: false,
    "Whether an element that contains the separator is an error, for `lines` and `nul`."
  )
  static let columns = Parameter<[String]?>.optional(
    .texts("columns", "The columns of `csv` and `tsv`; those of the first element if missing.")
  )

  static let parameters = [format.info, strict.info, columns.info]

  /// Words of a sink's details that say how each format is written.
  static let details = """
    `lines`: each element and a newline. A JSON string goes out as the text it stands for, other JSON as \
    it is. An element that contains a newline is written as it is, or is an error with `strict: true`. \
    `nul`: the same with NUL bytes in place of newlines.

    `jsonl`: JSON as it is, on one line; text as a JSON string, which must be UTF-8.

    `csv`: JSON objects as rows of RFC 4180 below a header. The columns are `columns`, else the keys of \
    the first element. A missing key and null give an empty field, a key without a column is an error, \
    a string is written without its quotes and other values as compact JSON. A field is quoted where it must \
    be. `tsv`: the same with tabs; `\\t`, `\\n`, `\\r` and `\\\\` stand for a tab, a newline, a carriage \
    return and a backslash.
    """

  /// What a sink with these arguments takes.
  static func acceptance(_ arguments: Arguments) -> Acceptance {
    Format(arguments[format]).acceptance
  }

  /// The encoder of checked arguments.
  static func encoder(_ arguments: Arguments) -> any Encoder & ~Copyable {
    switch Format(arguments[format]) {
    case .lines: LineEncoder(separator: UInt8(ascii: "\n"), isStrict: arguments[strict])
    case .nul: LineEncoder(separator: 0, isStrict: arguments[strict])
    case .jsonl: JSONLinesEncoder()
    case .csv: TableEncoder(.csv, columns: arguments[columns])
    case .tsv: TableEncoder(.tsv, columns: arguments[columns])
    }
  }

  /// What speaks against arguments that each are well.
  static func check(_ arguments: Arguments) -> [ArgumentProblem] {
    let format = Format(arguments[format])
    let isTable = format == .csv || format == .tsv
    var problems: [ArgumentProblem] = []
    if arguments[columns] != nil, !isTable {
      problems.append(
        ArgumentProblem(
          parameter: columns.info.name,
          message: "only csv and tsv have columns",
          help: "add `format: csv`"
        )
      )
    }
    if arguments[strict], format != .lines, format != .nul {
      problems.append(
        ArgumentProblem(
          parameter: strict.info.name,
          message: "an element never breaks \(format.rawValue), so it needs no `strict`"
        )
      )
    }
    let names = arguments[columns] ?? []
    if let double = names.indices.first(where: { names[..<$0].contains(names[$0]) }) {
      problems.append(
        ArgumentProblem(
          parameter: columns.info.name,
          message: "the column \(names[double]) is listed twice"
        )
      )
    }
    if arguments[columns] != nil, names.isEmpty {
      problems.append(
        ArgumentProblem(parameter: columns.info.name, message: "there is no column in the list")
      )
    }
    return problems
  }
}
