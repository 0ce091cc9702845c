internal import SwpipeCore

/// `table.contains`: the elements whose key a table has.
struct TableContains: FilterTransform {
  static let definition = Definition(
    name: "table.contains",
    summary: "Keeps the elements whose key is in a table",
    details: "With `invert: true` it keeps those whose key is not there.",
    parameters: [TableKeyTemplates.key.info],
    examples: [
      Example(
        "Lines that are known",
        spec: """
          stages:
            - filter: table.contains
              on_start: {known: {table: {rows: {a: 1, c: 1}}}}

          """,
        input: "a\nb\nc\n",
        output: "a\nc\n"
      ),
      Example(
        "Elements that are not blocked",
        spec: """
          source: {stdin: {format: jsonl}}
          stages:
            - filter: {table.contains: {key: '{{ .ip }}', invert: true}}
              on_start: {blocked: {table: {key: ip, rows: [{ip: 10.0.0.1}]}}}
          sink: {stdout: {format: jsonl}}

          """,
        input: "{\"ip\":\"10.0.0.1\"}\n{\"ip\":\"10.0.0.2\"}\n",
        output: "{\"ip\":\"10.0.0.2\"}\n"
      ),
      Example(
        "edge: an empty table has nothing",
        spec: """
          stages:
            - filter: table.contains
              on_start: {none: {table: {rows: {}}}}

          """,
        input: "a\n"
      ),
      Example(
        "edge: a part of the key too few",
        spec: """
          stages:
            - filter: table.contains
              on_start: {pairs: {table: {key: [a, b], rows: [{a: 1, b: 2}]}}}

          """,
        input: "1\n",
        error: "`key` has 1 part, but the table has 2 key columns"
      ),
    ],
    role: .transform(
      TransformRole(
        operators: [.filter],
        accepts: .any,
        gives: .same,
        resources: [LookupTable.request]
      ) { (arguments, _, context) throws(RunFailure) in
        TableContains(cursor: try TableCursor(arguments, context))
      }
    )
  )

  let cursor: TableCursor

  mutating func apply(_ slice: borrowing Slice, into output: inout BatchBuilder)
    throws(ElementFailure)
  {
    while output.position < slice.range.upperBound, !output.isFull {
      output.decide(try cursor.find(slice, output.position))
      output.position += 1
    }
  }

  /// Never called, because a key may depend on the element's index.
  mutating func isIncluded(_ element: Span<UInt8>) -> Bool { false }
}
