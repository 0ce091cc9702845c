internal import SwpipeCore

/// The source `stdin`.
enum StdinSource {
  static let format = Format.parameter("How elements stand in the input.")

  static let definition = Definition(
    name: "stdin",
    summary: "Reads standard input",
    details: """
      Elements flow as they arrive: nothing waits for a buffer to fill.

      \(Format.readingDetails)
      """,
    parameters: [format.info],
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
        gives: { Format($0[format]).elementType },
        // The kernel's name for whatever file standard input is.
        paths: { _ in ["/dev/stdin"] },
        make: { (arguments, context) throws(RunFailure) in
          StreamSource(
            try Input(standardInput: context.readiness),
            format: Format(arguments[format]),
            context: context
          )
        }
      )
    )
  )
}
