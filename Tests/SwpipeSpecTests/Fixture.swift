import SwpipeBuiltins
import SwpipeCore

/// The built-in components, and some for tests, whose names stand before built-in ones.
enum Fixture {
  static let catalog = Catalog(
    Builtins.transforms + Builtins.operators + Builtins.sources + Builtins.sinks + transforms
      + resources + actions
  )
}
