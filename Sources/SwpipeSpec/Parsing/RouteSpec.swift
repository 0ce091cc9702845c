import SwpipeCore

/// One way of a stage that routes, as it was written.
struct RouteSpec: Sendable {
  let name: String
  let nameSpan: SourceSpan
  /// Nil for `otherwise`, and where it could not be read.
  var condition: SpecNode?
  /// Whether it takes what no route before it takes.
  var isOtherwise = false
  /// Whether its elements go nowhere.
  var isDiscarded = false

  /// Its condition as the argument of the stage's component.
  var argument: SpecEntry? {
    condition.map { SpecEntry(key: name, keySpan: nameSpan, value: $0) }
  }
}
