internal import SwpipeCore
internal import SwpipeSpec
private import SwpipeSystem

/// What a command line of `swpipe validate` asks for.
struct ValidateRequest {
  /// Specs and folders of specs; `-` is standard input.
  var files: [String] = []
  var format = DiagnosticRenderer.Format.human
  var deniesWarnings = false
  var plugins = PluginPolicy.askOwn
  var variables = VariableSettings()

  /// Checks all files and prints what is wrong; throws the exit status where it isn't 0.
  func run() throws {
    Signals.release()
    let paths = SpecSearch.files(files)
    if paths.isEmpty {
      throw CommandEnd(
        .usage,
        "no *.yaml or *.yml file in \(files.joined(separator: ", "))",
        help: "name a spec, or a folder that holds some"
      )
    }
    var options = SpecOptions(catalog: Components.catalog, mode: .validate)
    try variables.apply(to: &options)
    var findings: [Diagnostic] = []
    var names: Set<String>? = []
    for path in paths {
      let file = SpecFile.read(path)
      plugins.apply(to: &options, for: file)
      let result = file.load(options)
      findings += result.diagnostics
      names = result.variables.flatMap { names?.union($0) }
    }
    let unused = variables.unused(in: names)
    for line in unused { StandardError.write(line) }
    findings = Diagnostic.inOrder(findings)

    let renderer = DiagnosticRenderer(
      format: format,
      colour: StandardOutput.showsColour
    )
    var output = renderer.render(findings)
    if format != .json {
      if format == .human, !output.isEmpty { output += "\n" }
      output += summary(paths.count, findings, unused: unused.count)
    }
    if format == .json {
      StandardOutput.write(json: output)
    } else {
      StandardOutput.write(output)
    }
    let status = status(of: findings, hasUnused: !unused.isEmpty)
    if status != .done { throw CommandEnd(status) }
  }

  /// The last line: `12 files, 0 errors`, and the warnings if there are any.
  ///
  /// `unused` variables are warnings, too.
  private func summary(_ files: Int, _ findings: [Diagnostic], unused: Int) -> String {
    let errors = findings.count { $0.severity == .error }
    let warnings = findings.count - errors + unused
    var line = "\(Counted.text(files, "file")), \(Counted.text(errors, "error"))"
    if warnings > 0 { line += ", \(Counted.text(warnings, "warning"))" }
    if deniesWarnings, warnings > 0, errors == 0 { line += ", denied by `--deny warnings`" }
    return line + "\n"
  }

  private func status(of findings: [Diagnostic], hasUnused: Bool) -> ExitStatus {
    if findings.contains(where: { $0.code == .fileUnreadable }) { return .input }
    if findings.contains(where: { $0.severity == .error }) { return .found }
    return deniesWarnings && (hasUnused || !findings.isEmpty) ? .found : .done
  }
}
