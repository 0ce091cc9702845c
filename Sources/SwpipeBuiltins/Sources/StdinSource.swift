internal import SwpipeCore

/// The source `stdin`.
enum StdinSource {
  static let definition = Definition(
    name: "stdin",
    summary: "Reads standard input",
    details: """
      Elements flow as they arrive: nothing waits for a buffer to fill.

      \(ReadingFormat.details)
      """,
    parameters: ReadingFormat.parameters,
    examples: [
      Example(
        "lines, which is what a spec without a source reads",
        spec: """
          source: stdin
          stages:
            - map: identity

          """,
        input: "one\n\nthree",
        output: "one\n\nthree\n"
      ),
      Example(
        "rows of a csv file as JSON objects",
        spec: """
          source: {stdin: {format: csv}}
          stages:
            - map: identity

          """,
        input: "name,city\nAda,\"London, UK\"\nGrace,New York\n",
        output: """
          {"name":"Ada","city":"London, UK"}
          {"name":"Grace","city":"New York"}

          """
      ),
      Example(
        "a table with semicolons and a note above it, of which two columns are wanted",
        spec: """
          source: {stdin: {format: csv, delimiter: ';', comment: '#', columns: [price, id], types: infer}}
          stages:
            - map: identity

          """,
        input: "# as of Monday\nid;name;price\n007;Ann;2.50\n8;Bob;\n",
        output: """
          {"price":2.50,"id":"007"}
          {"price":null,"id":8}

          """
      ),
      Example(
        "what find -print0 gives",
        spec: """
          source: {stdin: {format: nul}}
          stages:
            - map: identity

          """,
        input: "a b\0c\0",
        output: "a b\nc\n"
      ),
      Example(
        "edge: a row with too few fields",
        spec: """
          source: {stdin: {format: csv}}
          stages:
            - map: identity

          """,
        input: "name,city\nAda\n",
        error: "the row has 1 field, but the header has 2"
      ),
    ],
    role: .source(
      SourceRole(
        isDefault: true,
        isUnbounded: true,
        readsStandardInput: { _ in true },
        argumentGiving: ReadingFormat.argument(giving:),
        gives: { ReadingFormat.of($0).gives },
        // The kernel's name for whatever file standard input is.
        paths: { _ in ["/dev/stdin"] },
        hasBadRows: { ReadingFormat.of($0).hasBadRows($0) },
        make: { (arguments, context) throws(RunFailure) in
          StreamSource(
            try Input(standardInput: context.readiness),
            decoder: ReadingFormat.of(arguments).decoder(arguments, context.elementLimit),
            context: context
          )
        }
      )
    ),
    check: ReadingFormat.check
  )
}
