internal import SwpipeBuiltins
internal import SwpipeCore

/// The components that this program knows.
enum Components {
  /// All of them: transforms, sources, sinks, resources, actions.
  static let all =
    Builtins.transforms + Builtins.resourceTransforms + Builtins.sources + Builtins.sinks
    + Builtins.resources + Builtins.actions
  static let catalog = Builtins.catalog
  /// Those and the source of dead letters, which no spec can name.
  static let replayCatalog = Catalog(all + [DeadLetterSource.definition])
}
