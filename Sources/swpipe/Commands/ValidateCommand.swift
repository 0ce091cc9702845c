import ArgumentParser
internal import SwpipeCore
internal import SwpipeSpec

/// `swpipe validate`: checks specs and prints all that is wrong with them.
struct ValidateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "validate",
    abstract: "Checks specs without running anything.",
    discussion: """
      Finds all errors of a file in one go, each with its place and a way out. Nothing is opened but \
      the specs: no source, no network. Plugins are asked what they offer, once until they change.

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

  @ArgumentParser.Argument(
    help: "Specs or folders of specs; `-` is standard input.",
    completion: .file(extensions: ["yaml", "yml"])
  )
  var files: [String]

  @Option(help: "How findings are written: frames for people, lines for editors, JSON for tools.")
  var format = DiagnosticRenderer.Format.human

  @Option(help: "What counts as an error as well.")
  var deny: Denied?

  @Flag(help: "Start no plugin; take what they offer, and its arguments, on trust.")
  var noPlugins = false

  @OptionGroup var variables: VariableOptions

  func run() throws {
    releaseSignals()
    let paths = SpecSearch.files(files)
    if paths.isEmpty {
      throw CommandEnd(
        .usage,
        "no *.yaml or *.yml file in \(files.joined(separator: ", "))",
        help: "name a spec, or a folder that holds some"
      )
    }
    let options = SpecOptions(
      catalog: Components.catalog,
      plugins: noPlugins ? nil : Components.plugins,
      variables: variables.values,
      mode: .validate
    )
    var findings: [Diagnostic] = []
    for path in paths { findings += SpecFile.read(path).load(options).diagnostics }
    findings = Diagnostic.inOrder(findings)

    let renderer = DiagnosticRenderer(
      format: format,
      colour: StandardOutput.showsColour
    )
    var output = renderer.render(findings)
    if format != .json {
      if format == .human, !output.isEmpty { output += "\n" }
      output += summary(paths.count, findings)
    }
    StandardOutput.write(output)
    let status = status(of: findings)
    if status != .done { throw CommandEnd(status) }
  }

  /// The last line: `12 files, 0 errors`, and the warnings if there are any.
  private func summary(_ files: Int, _ findings: [Diagnostic]) -> String {
    let errors = findings.count { $0.severity == .error }
    let warnings = findings.count - errors
    var line = "\(Self.counted(files, "file")), \(Self.counted(errors, "error"))"
    if warnings > 0 { line += ", \(Self.counted(warnings, "warning"))" }
    return line + "\n"
  }

  private static func counted(_ count: Int, _ noun: String) -> String {
    "\(count) \(noun)\(count == 1 ? "" : "s")"
  }

  private func status(of findings: [Diagnostic]) -> ExitStatus {
    if findings.contains(where: { $0.code == .fileUnreadable }) { return .input }
    if findings.contains(where: { $0.severity == .error }) { return .found }
    return deny == .warnings && !findings.isEmpty ? .found : .done
  }
}
