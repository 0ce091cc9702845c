internal import SwpipeCore
internal import SwpipeSpec

/// What a command line of `swpipe run` asks for.
struct RunRequest {
  /// The spec's path, `-` for standard input; nil until it has been read.
  var spec: String?
  /// The files to read in the place of the spec's.
  var paths: [String] = []
  /// Each of the form NAME=value.
  var assignments: [String] = []
  var overrides = SpecOptions.Overrides()
  /// The most elements to take from each source, at least 0.
  var limit: Int64?
  var settings = RunSettings()

  /// Runs the spec to its end; throws the exit status where it isn't 0.
  func run() throws {
    let signals = try SignalWatch(drain: settings.drain.nanoseconds, isQuiet: settings.isQuiet)
    let plan = try load()
    try RunExecution(
      plan: plan,
      catalog: Components.catalog(for: plan),
      signals: signals,
      settings: settings
    ).run()
  }

  /// Reads the spec; what is wrong with it ends the command.
  private func load() throws -> Plan {
    let spec = spec ?? "-"
    let specOptions = SpecOptions(
      catalog: Components.catalog,
      plugins: Components.plugins,
      variables: VariableOptions.values(with: assignments),
      mode: .run,
      overrides: overrides,
      paths: paths,
      limit: limit
    )
    let plan = try SpecReading.plan(
      spec,
      specOptions,
      set: assignments,
      showsWarnings: !settings.isQuiet
    )
    if spec == "-", plan.sources.contains(where: { $0.component == "stdin" }) {
      throw CommandEnd(
        .usage,
        "the spec was read from standard input, so its source cannot be standard input",
        help: "give files to read after the spec, or the spec as a file"
      )
    }
    return plan
  }
}
