import SwpipeCore

/// The keys that a stage and `defaults` share.
struct StageSettings: Sendable {
  var kind: Setting<WorkerKind>?
  var workers: Setting<Int>?
  var maxsize: Setting<Int>?
  var ordered: Setting<Bool>?
  /// Nanoseconds; 0 is off.
  var timeout: Setting<Int64>?
  var onError: Setting<ErrorPolicy>?
  /// Bytes; 0 is no limit.
  var memory: Setting<Int>?

  /// Whether elements are to be timed, which takes workers of the stage's own.
  var limitsTime: Bool { timeout.map { $0.value != 0 } ?? false }
}
