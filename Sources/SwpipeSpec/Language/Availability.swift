import SwpipeCore

/// What the design has and this version has not: known, and refused by name.
///
/// The one list that shrinks as the parts arrive.
enum Availability {
  /// Keys of the whole spec.
  static let missingTopKeys: Set<String> = ["tests", "params"]
  /// Keys that would make a stage of their own kind.
  static let missingOperators: Set<String> = ["use"]
}
