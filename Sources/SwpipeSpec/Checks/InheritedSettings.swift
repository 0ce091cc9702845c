import SwpipeCore

/// What a stage takes over where it says nothing itself: `defaults`, and the command line over them.
struct InheritedSettings {
  private(set) var kind: WorkerKind?
  private(set) var workers: Int?
  let maxsize: Int?
  let isOrdered: Bool

  /// Merges the two; of a kind and workers that contradict each other the command line's stands.
  init(_ defaults: StageSettings, _ overrides: SpecOptions.Overrides) {
    kind = overrides.kind ?? defaults.kind?.value
    workers = overrides.workers ?? defaults.workers?.value
    maxsize = defaults.maxsize?.value
    isOrdered = defaults.ordered?.value ?? false
    if kind == .sync, overrides.kind == nil, overrides.workers != nil { kind = nil }
    if kind == .sync { workers = nil }
  }

  /// The kind of a stage that names none itself.
  ///
  /// An inherited `sync` gives way where the stage names workers, maxsize or timeout itself.
  func kind(namesQueue: Bool) -> WorkerKind {
    switch kind {
    case .sync?: namesQueue ? .thread : .sync
    case let kind?: kind
    case nil: namesQueue || workers != nil || maxsize != nil ? .thread : .sync
    }
  }
}
