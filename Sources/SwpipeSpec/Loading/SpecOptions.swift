package import SwpipeCore

/// What a spec is loaded with: the components it may name, and what the command line adds to it.
package struct SpecOptions: Sendable {
  /// What the plan is wanted for.
  package enum Mode: Sendable {
    /// It will run, so every variable needs a value.
    case run
    /// It is only checked, perhaps far from where it will run; what has no value is passed by.
    case validate
  }

  /// What `--kind` and `--workers` put in the place of the same keys of `defaults`.
  package struct Overrides: Sendable {
    /// The largest number of workers that can be asked for.
    package static let mostWorkers = Int(SpecLimits.workers)

    package var kind: WorkerKind?
    package var workers: Int?

    package init(kind: WorkerKind? = nil, workers: Int? = nil) {
      self.kind = kind
      self.workers = workers
    }
  }

  package var catalog: Catalog
  /// Where plugins are found and asked; nil takes what they offer on trust and starts nothing.
  package var plugins: (any PluginFinder)?
  /// Whether the spec belongs to somebody else, so that its plugins are not asked, with a warning.
  package var isForeign = false
  /// The values of `${NAME}`: the environment, with `--set` put over it.
  package var variables: [String: String]
  /// The names of those variables whose values are secrets, besides those that a spec names itself.
  package var secretNames: Set<String>
  package var mode: Mode
  package var overrides: Overrides
  /// The paths after the spec on the command line, which replace its stdin or file source.
  package var paths: [String]
  /// How many elements to take from each source at most.
  package var limit: Int64?

  package init(
    catalog: Catalog,
    plugins: (any PluginFinder)? = nil,
    variables: [String: String] = [:],
    secretNames: Set<String> = [],
    mode: Mode = .run,
    overrides: Overrides = Overrides(),
    paths: [String] = [],
    limit: Int64? = nil
  ) {
    self.catalog = catalog
    self.plugins = plugins
    self.variables = variables
    self.secretNames = secretNames
    self.mode = mode
    self.overrides = overrides
    self.paths = paths
    self.limit = limit
  }
}
