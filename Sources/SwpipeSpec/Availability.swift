import SwpipeCore

/// What the design has and this version has not: known, and refused by name.
///
/// The one list that shrinks as the parts arrive.
enum Availability {
  /// The kinds of worker that cannot be named yet; a stage that would be one becomes a thread.
  static let missingKinds: Set<WorkerKind> = [.process, .task]
  /// Keys of the whole spec.
  static let missingTopKeys: Set<String> = [
    "plugins", "resources", "dead_letter", "tests", "params",
  ]
  /// Keys of a stage.
  static let missingStageKeys: Set<String> = ["on_start", "on_done"]
  /// Keys that would make a stage of their own kind.
  static let missingOperators: Set<String> = ["reduce", "route", "use"]
  /// The values of `on_error` beside `fail`.
  static let missingPolicies: Set<String> = ["skip", "dead_letter", "retry"]
}
