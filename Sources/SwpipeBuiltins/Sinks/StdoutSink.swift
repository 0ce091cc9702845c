internal import SwpipeCore

/// The sink `stdout`.
enum StdoutSink {
  static let definition = Definition(
    name: "stdout",
    summary: "Writes standard output",
    details: """
      What a stage gives is visible at once. When the reader of the output goes away the run ends quietly, \
      as other filters do.

      \(WritingFormat.details)
      """,
    parameters: WritingFormat.parameters,
    examples: [
      Example(
        "JSON strings are written raw on lines",
        spec: """
          source: {stdin: {format: jsonl}}
          stages:
            - map: identity
          sink: stdout

          """,
        input: "\"say \\\"hi\\\"\"\n{\"n\": 1}\n",
        output: "say \"hi\"\n{\"n\": 1}\n"
      ),
      Example(
        "lines as JSON strings",
        spec: """
          stages:
            - map: identity
          sink: {stdout: jsonl}

          """,
        input: "say \"hi\"\n",
        output: "\"say \\\"hi\\\"\"\n"
      ),
      Example(
        "a table",
        spec: """
          source: {stdin: {format: jsonl}}
          stages:
            - map: identity
          sink: {stdout: {format: csv}}

          """,
        input: """
          {"name":"Ada","city":"London, UK","born":1815}
          {"born":1906,"name":"Grace"}

          """,
        output: """
          name,city,born
          Ada,"London, UK",1815
          Grace,,1906

          """
      ),
      Example(
        "edge: an element that breaks the lines, with strict",
        spec: """
          source: {stdin: {format: nul}}
          stages:
            - map: identity
          sink: {stdout: {strict: true}}

          """,
        input: "one\ntwo\0",
        error: "the element contains a newline"
      ),
    ],
    role: .sink(
      SinkRole(
        isDefault: true,
        writesStandardOutput: true,
        deadLetterArguments: WritingFormat.ofDeadLetters,
        accepts: { WritingFormat.of($0).accepts },
        make: { (arguments, context) throws(RunFailure) in
          try OutputIdentity.check(descriptor: 1, "standard output", against: context.inputPaths)
          return StreamSink(
            Output(descriptor: 1, name: "standard output", isOwned: false),
            encoder: WritingFormat.of(arguments).encoder(arguments)
          )
        }
      )
    ),
    check: WritingFormat.check
  )
}
