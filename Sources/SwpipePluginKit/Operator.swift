/// What a stage does with what its transform says of an element.
public enum Operator: String, CaseIterable, Sendable {
  /// One element for each.
  case map
  /// The elements that the transform keeps.
  case filter
  /// Any number of elements for each.
  case flatMap = "flat_map"
  /// Nothing: the transform runs for its effect.
  case each
}
