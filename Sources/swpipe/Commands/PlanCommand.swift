import ArgumentParser
internal import SwpipeCore
internal import SwpipeSpec

/// `swpipe plan`: prints what a spec comes to when every default is filled in.
struct PlanCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan",
    abstract: "Prints what a spec would run.",
    discussion: """
      Stages with their kinds, workers and queues, and what runs in whose worker. Plugins are started and asked \
      what they offer, unless the spec belongs to another user.

      Examples:
        swpipe plan spec.yaml
        swpipe plan spec.yaml --format json
        swpipe plan spec.yaml --kind thread --workers 4

      Exit status: 0 done, 2 usage, 66 the spec cannot be read, 78 the spec is invalid.
      """
  )

  /// How a plan is written.
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text
    case json
  }

  @ArgumentParser.Argument(
    help: "The spec; `-` reads it from standard input.",
    completion: .file(extensions: ["yaml", "yml"])
  )
  var spec: String

  @Option(help: "How the plan is written.")
  var format = Format.text

  @OptionGroup var overrides: OverrideOptions

  @OptionGroup var plugins: PluginOptions

  @OptionGroup var variables: VariableOptions

  func run() throws {
    releaseSignals()
    let options = SpecOptions(
      catalog: Components.catalog,
      mode: .validate,
      overrides: overrides.values
    )
    let (plan, _) = try SpecReading.read(
      spec,
      options,
      variables.settings,
      plugins: plugins.policy,
      showsWarnings: true
    )
    switch format {
    case .text: StandardOutput.write(PlanText.text(plan))
    case .json: StandardOutput.write(json: PlanJSON.text(plan))
    }
  }
}
