import SwpipeCore

/// The keys that a stage and `defaults` share.
struct StageSettings: Sendable {
  var kind: Setting<WorkerKind>?
  var workers: Setting<Int>?
  var maxsize: Setting<Int>?
  var ordered: Setting<Bool>?
  /// Nanoseconds; more than 0.
  var timeout: Setting<Int64>?

  /// The keys, in the order in which lists of them are shown.
  static let keys = ["kind", "workers", "maxsize", "timeout", "ordered", "on_error"]
}
