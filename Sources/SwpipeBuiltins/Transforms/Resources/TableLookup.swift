internal import SwpipeCore

/// `table.lookup`: the row of a table that belongs to an element.
struct TableLookup: Transform {
  static let column = Parameter<String?>.optional(
    .text("column", "The one column that is taken, in place of the whole row.")
  )
  static let into = JSONTarget.parameter("the row")
  static let missing = Parameter<String>.choice(
    "missing",
    of: ["error", "null", "keep"],
    default: "error",
    "What becomes of an element without a row: its error, a null, or the element as it was."
  )

  static let definition = Definition(
    name: "table.lookup",
    summary: "Gives the row of a table that has the element's key",
    details: """
      The row, or one column of it, replaces the element, or is put into it where `into` says so; the \
      rest of the element is copied as it is. `filter: table.contains` drops the elements without a row \
      beforehand.
      """,
    parameters: [TableKeyTemplates.key.info, column.info, into.info, missing.info],
    examples: [
      Example(
        "A row into each element",
        spec: """
          source: {stdin: {format: jsonl}}
          stages:
            - map: {table.lookup: {key: '{{ .user.id }}', into: .user.profile}}
              on_start: {users: {table: {key: id, rows: [{id: 7, name: Ada}]}}}
          sink: {stdout: {format: jsonl}}

          """,
        input: "{\"user\": {\"id\": 7}, \"n\": 1.0}\n",
        output:
          "{\"user\": {\"id\": 7,\"profile\":{\"id\":7,\"name\":\"Ada\"}}, \"n\": 1.0}\n"
      ),
      Example(
        "A key of two columns",
        spec: """
          source: {stdin: {format: jsonl}}
          stages:
            - map: table.lookup
              with: {key: ['{{ .from }}', '{{ .to }}'], column: rate}
              on_start:
                rates:
                  table:
                    key: [from, to]
                    rows: [{from: EUR, to: USD, rate: 1.25}, {from: USD, to: EUR, rate: 0.8}]

          """,
        input: "{\"from\":\"USD\",\"to\":\"EUR\"}\n",
        output: "0.8\n"
      ),
      Example(
        "edge: no row, and null in its place",
        spec: """
          stages:
            - map: {table.lookup: {missing: 'null'}}
              on_start: {names: {table: {rows: {de: Germany}}}}

          """,
        input: "de\nxx\n",
        output: "Germany\nnull\n"
      ),
      Example(
        "edge: no row is an error unless handled",
        spec: """
          stages:
            - map: table.lookup
              on_start: {names: {table: {rows: {de: Germany}}}}

          """,
        input: "xx\n",
        error: "the table has no row with the key \"xx\""
      ),
    ],
    role: .transform(
      TransformRole(
        operators: [.map],
        accepts: .any,
        gives: .json,
        resources: [LookupTable.request]
      ) { (arguments, _, context) throws(RunFailure) in
        TableLookup(
          cursor: try TableCursor(arguments, context),
          column: arguments[column].map { Array($0.utf8) },
          target: try JSONTarget.target(arguments[into]),
          missing: arguments[missing]
        )
      }
    ),
    check: { JSONTarget.problems($0[into]) }
  )

  private enum Missing {
    case error
    case null
    case keep

    init(_ word: String) {
      switch word {
      case "null": self = .null
      case "keep": self = .keep
      default: self = .error
      }
    }
  }

  private let cursor: TableCursor
  private let column: [UInt8]?
  private let target: JSONTarget?
  private let missing: Missing

  private init(cursor: TableCursor, column: [UInt8]?, target: JSONTarget?, missing: String) {
    self.cursor = cursor
    self.column = column
    self.target = target
    self.missing = Missing(missing)
  }

  mutating func apply(_ slice: borrowing Slice, into output: inout BatchBuilder)
    throws(ElementFailure)
  {
    while output.position < slice.range.upperBound, !output.isFull {
      let hasRow = try cursor.find(slice, output.position)
      let part = hasRow ? column.flatMap { cursor.column($0) } : nil
      let type = slice.type
      try slice.withElement(output.position) { (element) throws(ElementFailure) in
        if hasRow, part != nil || column == nil {
          try append(element, type, to: &output) { cursor.append(part, to: &$0) }
        } else {
          try appendMissing(element, type, hasRow: hasRow, to: &output)
        }
      }
      output.endElement()
      output.position += 1
    }
  }

  private func appendMissing(
    _ element: Span<UInt8>,
    _ type: ElementType,
    hasRow: Bool,
    to output: inout BatchBuilder
  ) throws(ElementFailure) {
    switch missing {
    case .error:
      let key = cursor.keyExcerpt
      guard hasRow, let column else {
        throw ElementFailure("the table has no row with the key \(key)")
      }
      let name = String(decoding: column, as: UTF8.self)
      throw ElementFailure("the row with the key \(key) has no `\(name)`")
    case .null: try append(element, type, to: &output) { $0.append(utf8: "null") }
    case .keep where type == .text: output.append(jsonString: element)
    case .keep: output.append(element)
    }
  }

  private func append(
    _ element: Span<UInt8>,
    _ type: ElementType,
    to output: inout BatchBuilder,
    _ body: (inout BatchBuilder) -> Void
  ) throws(ElementFailure) {
    guard let target else { return body(&output) }
    try target.append(element, of: type, to: &output) { (output) throws(ElementFailure) in
      body(&output)
    }
  }
}
