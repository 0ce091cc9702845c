import ArgumentParser
internal import SwpipeCore

/// `swpipe validate`: checks specs and prints all that is wrong with them.
struct ValidateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "validate",
    abstract: "Checks specs without running them.",
    discussion: """
      Finds all errors of a file in one go, each with its place and a way out. Nothing is opened but \
      the specs: no source, no network. But plugins are started and asked what they offer, once until they \
      change, which runs their code; `--no-plugins` starts none, and those of a spec that belongs to another user are \
      started only with `--plugins`.

      Examples:
        swpipe validate spec.yaml
        swpipe validate specs/                     all *.yaml and *.yml in it and below
        swpipe validate --format json specs/ > findings.json
        swpipe validate --deny warnings spec.yaml
        cat spec.yaml | swpipe validate -

      Exit status: 0 clean, 1 with errors, 2 usage or no spec found, 66 a file cannot be read.
      """
  )

  /// What `--deny` makes an error of.
  enum Denied: String, ExpressibleByArgument, CaseIterable {
    case warnings
  }

  static let format = CommandOption(
    name: "format",
    help: "How findings are written: frames for people, lines for editors, JSON for tools."
  )
  static let deny = CommandOption(name: "deny", help: "What counts as an error as well.")

  @ArgumentParser.Argument(
    help: "Specs or folders of specs; `-` is standard input.",
    completion: .file(extensions: ["yaml", "yml"])
  )
  var files: [String]

  @Option(ValidateCommand.format)
  var format = DiagnosticRenderer.Format.human

  @Option(ValidateCommand.deny)
  var deny: Denied?

  @OptionGroup var plugins: PluginOptions

  @OptionGroup var variables: VariableOptions

  /// What the command line asks for.
  var request: ValidateRequest {
    ValidateRequest(
      files: files,
      format: format,
      deniesWarnings: deny == .warnings,
      plugins: plugins.policy,
      variables: variables.settings
    )
  }

  func run() throws {
    try request.run()
  }
}
