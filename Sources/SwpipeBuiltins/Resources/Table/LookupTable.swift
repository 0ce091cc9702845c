internal import SwpipeCore

/// The resource `table`: rows by their key.
final class LookupTable: Resource {
  static let path = Parameter<String?>.optional(.file("path", "A csv, tsv, json or jsonl file."))
  static let key = Parameter<[String]>.texts(
    "key",
    default: [],
    "The column that the rows are found by, or a list of them."
  )
  static let format = Parameter<String?>.optional(
    .choice(
      "format",
      of: TableFormat.allCases.map(\.rawValue),
      "How the rows stand in the file, where its suffix does not say it."
    )
  )
  static let rows = Parameter<Value?>(
    ParameterInfo(
      name: "rows",
      type: .value,
      isRequired: false,
      help: "The rows themselves in place of a file: a list of them, or a mapping of key to row."
    )
  ) { argument in
    switch argument {
    case .value(let value): .some(value)
    case nil: .some(nil)
    default: nil
    }
  }
  static let duplicates = Parameter<String>.choice(
    "duplicates",
    of: TableContent.Duplicates.allCases.map(\.rawValue),
    default: TableContent.Duplicates.error.rawValue,
    "Which row counts where several have the same key."
  )

  /// What transforms ask for.
  static let request = ResourceRequest(name: "table", type: "table")

  static let definition = Definition(
    name: "table",
    summary: "Holds a file as a table to look rows up in",
    details: """
      Rows are JSON objects; those of csv and tsv have the header's names and are all strings. A json \
      file is an array of rows, or an object whose members are the rows, by their names. Keys are \
      compared as texts, so that the number 7 finds the string "7"; a row without a key is an error.

      In templates `{{ $users.ada.name }}` is the column `name` of the row with the key `ada`, where \
      `users` is the resource's name; with several key columns one step for each.

      csv and tsv take the parameters that they have in a source (`swpipe explain file`), with the same \
      meaning: a file with semicolons needs `delimiter: ';'`, one without a header `header: [id, name]`. \
      With `types: infer` the values are JSON's own, and keys are still compared as texts.

      The whole file is read when the worker starts. Workers of a process that load the same file \
      share it; from 1 MiB on it is mapped, not copied, so that processes share it, too, and the index \
      takes 24 to 40 bytes a row. Who replaces a file in use must rename the new one over it.
      """,
    parameters: [path.info, key.info, format.info, rows.info, duplicates.info]
      + TableReading.parameters,
    examples: [
      Example(
        "A csv file, here standard input",
        spec: """
          source: {values: [{user: 2}, {user: 1}]}
          stages:
            - map: {table.lookup: {key: '{{ .user }}', column: name, into: .name}}
              on_start: {users: {table: {path: /dev/stdin, format: csv, key: id}}}

          """,
        input: "id,name\n1,Ada\n2,\"Grace, Rear Admiral\"\n",
        output:
          "{\"user\":2,\"name\":\"Grace, Rear Admiral\"}\n{\"user\":1,\"name\":\"Ada\"}\n"
      ),
      Example(
        "Rows in the spec, by their names",
        spec: """
          stages:
            - map: table.lookup
              on_start: {table: {table: {rows: {de: Germany, fr: France}}}}

          """,
        input: "fr\nde\n",
        output: "France\nGermany\n"
      ),
      Example(
        "A file with semicolons and comments, and without a header; one of its columns is left out",
        spec: """
          source: {values: [fr, de]}
          stages:
            - map: table.lookup
              on_start:
                countries:
                  table:
                    path: /dev/stdin
                    format: csv
                    delimiter: ';'
                    comment: '#'
                    header: [code, name, capital, people]
                    columns: [code, people, capital]
                    types: infer
                    key: code

          """,
        input: "# as of 2024\nde;Germany;Berlin;83.5\nfr;France;Paris;68.4\n",
        output: """
          {"code":"fr","people":68.4,"capital":"Paris"}
          {"code":"de","people":83.5,"capital":"Berlin"}

          """
      ),
      Example(
        "edge: a key that stands twice",
        spec: """
          source: {values: [a]}
          stages:
            - filter: table.contains
              on_start: {table: {table: {path: /dev/stdin, format: tsv, key: id}}}

          """,
        input: "id\tname\na\tx\nb\ty\na\tz\n",
        error: "line 4: the key stands in line 2, too"
      ),
      Example(
        "edge: a file that is missing",
        spec: """
          stages:
            - filter: table.contains
              on_start: {table: {table: {path: no/such/users.csv, key: id}}}

          """,
        error: "no such file or directory"
      ),
    ],
    role: .resource(
      ResourceRole(servesProcesses: true) { (arguments, _) throws(RunFailure) in
        try LookupTable(arguments)
      }
    ),
    check: problems
  )

  let content: TableContent

  init(_ content: TableContent) {
    self.content = content
  }

  private convenience init(_ arguments: Arguments) throws(RunFailure) {
    let columns = arguments[LookupTable.key]
    let duplicates = TableContent.Duplicates(rawValue: arguments[LookupTable.duplicates]) ?? .error
    if let rows = arguments[LookupTable.rows] {
      var text = BatchBuilder()
      text.append(json: rows)
      let bytes = text.withUnfinished { span in span.indices.map { span[$0] } }
      self.init(
        try TableContent(
          TableBytes(bytes),
          TableReading(.json),
          key: columns,
          duplicates: duplicates,
          name: "rows"
        )
      )
      return
    }
    let path = arguments[LookupTable.path] ?? ""
    let given = arguments[LookupTable.format].flatMap { TableFormat(rawValue: $0) }
    guard let format = given ?? TableFormat(path: path) else {
      throw RunFailure(
        .resource,
        "cannot load the table \(path): its name does not say its format",
        help: "add `format: csv`, tsv, json or jsonl"
      )
    }
    // What the path did not say before, it may say now that its templates are filled in.
    if let problem = TableReading.check(arguments, format, key: LookupTable.key).first {
      throw RunFailure(
        .resource,
        "cannot load the table \(path): \(problem.message)",
        help: problem.help
      )
    }
    let reading = TableReading(format, arguments)
    self.init(
      try TableStore.content(path, reading, columns: columns, duplicates: duplicates)
    )
  }

  func value(at path: [Template.PathKey]) -> Value? {
    guard path.count >= content.keyCount else { return nil }
    var scratch = TableScratch()
    for part in path.prefix(content.keyCount) {
      let start = scratch.wanted.unfinishedByteCount
      switch part {
      case .name(let name): scratch.wanted.append(utf8: name)
      case .position(let position): scratch.wanted.append(integer: Int64(position))
      }
      TableKey.endPart(from: start, of: content.keyCount, in: &scratch.wanted)
    }
    // A table that was changed under its readers has no value either.
    guard (try? content.find(&scratch)) == true else { return nil }
    return scratch.row.withUnfinished { row in
      guard let found = try? JSONPath.find(Array(path.dropFirst(content.keyCount)), in: row) else {
        return nil
      }
      return try? JSONValueReader.value(of: row.extracting(found))
    }
  }

  /// The format that arguments name, or the path's suffix; nil where neither says it yet.
  private static func format(of arguments: Arguments) -> TableFormat? {
    if let name = arguments[format] { return TableFormat(rawValue: name) }
    guard case .text(let path)? = arguments.values[path.info.name] else { return nil }
    return TableFormat(path: path)
  }

  private static func problems(_ arguments: Arguments) -> [ArgumentProblem] {
    // A path may still be a template here, so that only its presence is looked at.
    switch (arguments.values[path.info.name] != nil, arguments[rows]) {
    case (false, nil):
      return [ArgumentProblem(message: "there is no table", help: "add `path: FILE`")]
    case (true, _?):
      return [
        ArgumentProblem(parameter: rows.info.name, message: "`path` and `rows` exclude each other")
      ]
    case (false, let rows?):
      if let name = TableReading.given(arguments).first {
        return [
          ArgumentProblem(
            parameter: name,
            message: "`rows` are read from the spec, so that `\(name)` has no meaning",
            help: "leave `\(name)` out, or load a file: `path: FILE`"
          )
        ]
      }
      switch rows {
      case .list, .mapping: return []
      default:
        return [
          ArgumentProblem(
            parameter: "rows",
            message: "`rows` is a list of rows, or a mapping of key to row"
          )
        ]
      }
    case (true, nil):
      guard let format = format(of: arguments) else { return [] }
      return TableReading.check(arguments, format, key: key)
    }
  }
}
