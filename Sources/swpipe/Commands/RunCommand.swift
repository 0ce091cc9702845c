import ArgumentParser

/// `swpipe run`: reads a spec and runs it.
struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Runs a spec.",
    discussion: """
      Elements go from the spec's source through its stages to its sink; standard input and standard \
      output where it names none. The first SIGINT, SIGTERM or SIGHUP ends the sources and lets the rest \
      drain, the second stops at once; those within 200 ms are one. SIGUSR1 prints the counts so far.

      Examples:
        swpipe run spec.yaml
        swpipe run spec.yaml jan.csv feb.csv       these files instead
        tail -f app.log | swpipe run spec.yaml | head -3
        swpipe run spec.yaml --limit 10 --set CITY=Oslo
        swpipe run spec.yaml --kind thread --workers 4 --report report.json
        swpipe run spec.yaml --halt fail=1%        tolerate fewer failures than that

      Exit status: 0 done, 1 some elements are in the dead letters, 2 usage, 65 an element's error stopped the run, 66 an input cannot be \
      opened, 69 a resource failed, 70 an internal check failed, 74 an output failed, 78 the spec is \
      invalid, 130 SIGINT, 143 SIGTERM or SIGHUP.
      """
  )

  static let limit = CommandOption(
    name: "limit",
    help: "Take at most this many elements from each source."
  )

  @ArgumentParser.Argument(
    help: "The spec; `-` reads it from standard input.",
    completion: .file(extensions: ["yaml", "yml"])
  )
  var spec: String

  @ArgumentParser.Argument(
    help: "Files to read in the place of the spec's stdin or file source, in its format.",
    completion: .file()
  )
  var paths: [String] = []

  @OptionGroup var variables: VariableOptions

  @OptionGroup var overrides: OverrideOptions

  @Option(RunCommand.limit, parsing: .unconditional)
  var limit: Int64?

  @OptionGroup var options: RunOptions

  func validate() throws {
    if let limit, limit < 0 {
      throw ValidationError("`--limit` is \(limit), it must be at least 0")
    }
  }

  /// What the command line asks for.
  var request: RunRequest {
    RunRequest(
      spec: spec,
      paths: paths,
      variables: variables.settings,
      overrides: overrides.values,
      limit: limit,
      settings: options.settings
    )
  }

  func run() throws {
    try request.run()
  }
}
