internal import SwpipeBuiltins
internal import SwpipeCore
internal import SwpipeEngine
internal import SwpipePlugins

/// The components that this program knows.
enum Components {
  /// All of them: transforms, sources, sinks, resources, actions.
  static let all =
    Builtins.transforms + Builtins.resourceTransforms + Builtins.sources + Builtins.sinks
    + Builtins.resources + Builtins.actions
  static let catalog = Builtins.catalog

  /// The catalog of a run: what is built in goes before what its plugins offer.
  static func catalog(for plan: Plan) -> Catalog {
    var full = catalog
    for definition in plan.plugins.flatMap(\.definitions)
    where full.transforms[definition.name] == nil {
      full.add(definition)
    }
    return full
  }

  /// Where specs find their plugins.
  static let plugins = PluginSearch { () throws(RunFailure) in
    try WorkerPrograms.starter(log: StandardErrorLog())
  }
  /// That and the source of dead letters, which no spec can name.
  static func replayCatalog(for plan: Plan) -> Catalog {
    var catalog = catalog(for: plan)
    catalog.add(DeadLetterSource.definition)
    return catalog
  }
}
