internal import Glibc
internal import SwpipeCore
internal import SwpipeSystem

/// The source `file`.
enum FileSource {
  static let path = Parameter<[String]?>.optional(
    .texts("path", of: .file, "A file, a pattern such as `logs/*.txt`, or a list of them.")
  )
  static let paths = Parameter<[String]?>.optional(
    .texts("paths", of: .file, "The same as `path`, for lists.")
  )

  static let definition = Definition(
    name: "file",
    summary: "Reads one or many files, one after the other",
    details: """
      Patterns with `*`, `?`, `[…]` and `{a,b}` stand for the files that they match when the run starts, \
      sorted; none is an error. `**` between slashes stands for any number of directories: \
      `logs/**/*.txt`. Names that begin with a point are matched by a point only, and a directory that \
      cannot be looked into is an error. Each file has its own header, byte order mark and last line. All files are looked \
      for before the first is read, so that a missing one is told at once. FIFOs and devices can be read \
      too.

      \(ReadingFormat.details)
      """,
    parameters: [path.info, paths.info] + ReadingFormat.parameters,
    examples: [
      Example(
        "one file, here a device",
        spec: """
          source: {file: /dev/stdin}
          stages:
            - map: identity

          """,
        input: "one\ntwo\n",
        output: "one\ntwo\n"
      ),
      Example(
        "many files of JSON lines",
        spec: """
          source: {file: {paths: [/dev/stdin, /dev/null], format: jsonl}}
          stages:
            - map: identity

          """,
        input: "{\"n\":1}\n\n{\"n\":2}\n",
        output: "{\"n\":1}\n{\"n\":2}\n"
      ),
      Example(
        "edge: a missing file",
        spec: """
          source: {file: no/such/file.txt}
          stages:
            - map: identity

          """,
        error: "cannot read no/such/file.txt: no such file or directory"
      ),
      Example(
        "edge: a pattern that matches nothing",
        spec: """
          source: {file: 'no/such/*.csv'}
          stages:
            - map: identity

          """,
        error: "no file matches no/such/*.csv"
      ),
    ],
    role: .source(
      SourceRole(
        isUnbounded: true,
        readsStandardInput: { written($0).contains(where: isStandardInput) },
        pathList: paths.info.name,
        argumentGiving: ReadingFormat.argument(giving:),
        gives: { ReadingFormat.of($0).gives },
        paths: written,
        hasBadRows: { ReadingFormat.of($0).hasBadRows($0) },
        make: { (arguments, context) throws(RunFailure) in try open(arguments, context) }
      )
    ),
    check: { arguments in
      switch (arguments[path] ?? [], arguments[paths] ?? []) {
      case ([], []):
        [ArgumentProblem(message: "there is no path to read", help: "add `path: FILE`")]
      case ([], _), (_, []): ReadingFormat.check(arguments)
      default:
        [
          ArgumentProblem(
            parameter: paths.info.name,
            message: "`path` and `paths` exclude each other",
            help: "list all files in `paths`"
          )
        ]
      }
    }
  )

  private static func isStandardInput(_ path: String) -> Bool {
    path == "/dev/stdin" || OwnDescriptor.number(path) == 0
  }

  /// The paths as the spec has them, patterns included.
  private static func written(_ arguments: Arguments) -> [String] {
    (arguments[path] ?? []) + (arguments[paths] ?? [])
  }

  private static func open(_ arguments: Arguments, _ context: SourceContext) throws(RunFailure)
    -> StreamSource
  {
    let files = try InputPaths.expand(written(arguments))
    guard let first = files.first else {
      preconditionFailure("the plan holds a file source without a path")
    }
    for file in files.dropFirst() where access(file, R_OK) != 0 {
      throw Input.failure(file, .last)
    }
    return StreamSource(
      try Input(path: first, readiness: context.readiness),
      thenPaths: Array(files.dropFirst()),
      decoder: ReadingFormat.of(arguments).decoder(arguments, context.elementLimit),
      context: context
    )
  }
}
