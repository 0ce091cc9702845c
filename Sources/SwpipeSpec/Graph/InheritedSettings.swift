import SwpipeCore

/// What a stage takes over where it says nothing itself: `defaults`, and the command line over them.
struct InheritedSettings {
  private(set) var kind: WorkerKind?
  private(set) var workers: Int?
  let maxsize: Int?
  let isOrdered: Bool
  let timeout: Int64
  let onError: ErrorPolicy
  let memory: Setting<Int>?

  /// Merges the two; of a kind and workers that contradict each other the command line's stands.
  init(_ defaults: StageSettings, _ overrides: SpecOptions.Overrides) {
    kind = overrides.kind ?? defaults.kind?.value
    workers = overrides.workers ?? defaults.workers?.value
    maxsize = defaults.maxsize?.value
    isOrdered = defaults.ordered?.value ?? false
    timeout = defaults.timeout?.value ?? 0
    onError = defaults.onError?.value ?? ErrorPolicy()
    memory = defaults.memory
    if kind?.hasWorkers == false, overrides.kind == nil, overrides.workers != nil { kind = nil }
    if kind?.hasWorkers == false { workers = nil }
  }

  /// The kind of a stage that names none itself.
  ///
  /// An inherited `sync` gives way where the stage names workers, maxsize or timeout itself.
  /// One that has workers of its own has tasks where its transform awaits, and threads elsewhere.
  /// One that has a process of its own is a process wherever nothing else is said.
  func kind(namesQueue: Bool, timeout: Int64, own role: TransformRole?) -> WorkerKind {
    if kind == nil, role?.hasOwnProcess == true { return .process }
    let own = WorkerKind.own(for: role?.waiting)
    switch kind {
    case let kind?: return namesQueue && !kind.hasWorkers ? own : kind
    case nil:
      let hasQueue = namesQueue || workers != nil || maxsize != nil || timeout != 0
      return hasQueue ? own : .sync
    }
  }
}
