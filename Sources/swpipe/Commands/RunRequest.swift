internal import SwpipeCore
internal import SwpipeSpec

/// What a command line of `swpipe run` asks for.
struct RunRequest {
  /// The spec's path, `-` for standard input; nil until it has been read.
  var spec: String?
  /// The files to read in the place of the spec's.
  var paths: [String] = []
  var variables = VariableSettings()
  var overrides = SpecOptions.Overrides()
  /// The most elements to take from each source, at least 0.
  var limit: Int64?
  var settings = RunSettings()

  /// Runs the spec to its end; throws the exit status where it isn't 0.
  func run() throws {
    let signals = try SignalWatch(drain: settings.drain.nanoseconds, isQuiet: settings.isQuiet)
    let (plan, secrets) = try load()
    try RunExecution(
      plan: plan,
      secrets: secrets,
      catalog: Components.catalog(for: plan),
      signals: signals,
      settings: settings
    ).run()
  }

  /// Reads the spec; what is wrong with it ends the command.
  private func load() throws -> (Plan, Secrets) {
    let spec = spec ?? "-"
    let options = SpecOptions(
      catalog: Components.catalog,
      plugins: Components.plugins,
      mode: .run,
      overrides: overrides,
      paths: paths,
      limit: limit
    )
    let (plan, secrets) = try SpecReading.read(
      spec,
      options,
      variables,
      showsWarnings: !settings.isQuiet
    )
    if spec == "-", plan.readsStandardInput(Components.catalog) {
      throw CommandEnd(
        .usage,
        "the spec was read from standard input, so its source cannot be standard input",
        help: "give files to read after the spec, or the spec as a file"
      )
    }
    return (plan, secrets)
  }
}
