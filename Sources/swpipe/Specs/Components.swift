internal import SwpipeBuiltins
internal import SwpipeCore

/// The components that this program knows.
enum Components {
  /// All of them: transforms, then sources, then sinks.
  static let all = Builtins.transforms + Builtins.sources + Builtins.sinks
  static let catalog = Builtins.catalog
}
