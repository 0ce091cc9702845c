internal import SwpipeBuiltins
internal import SwpipeCore

/// The components that this program knows.
enum Components {
  /// All of them: transforms, then sources, then sinks.
  static let all = Builtins.transforms + Builtins.sources + Builtins.sinks
  static let catalog = Builtins.catalog
  /// Those and the source of dead letters, which no spec can name.
  static let replayCatalog = Catalog(all + [DeadLetterSource.definition])
}
