package import SwpipeCore

/// The components that come with swpipe.
package enum Builtins {
  /// All of them, by role and name.
  package static let catalog = Catalog(
    transforms + resourceTransforms + sources + sinks + resources + actions
  )
}
