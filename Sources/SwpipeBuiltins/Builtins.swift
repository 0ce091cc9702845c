package import SwpipeCore
internal import SwpipeJQ

/// The components that come with swpipe.
package enum Builtins {
  /// All of them, by role and name.
  package static let catalog = Catalog(
    transforms + operators + resourceTransforms + sources + sinks + resources + actions
      + hidden,
    language: .jq
  )

  /// Those that only tests name; no list and no page has them.
  package static let hidden: [Definition] = [
    DebugCrash.definition,
    DebugHang.definition,
    DebugAllocate.definition,
  ]
}
