/// What a stage does with what its transform says of an element.
public enum Operator: String, CaseIterable, Hashable, Sendable, Codable {
  /// One element out for each one in.
  case map
  /// The elements for which the transform holds, unchanged.
  case filter
  /// Any number of elements out for each one in; each gets one more number in its element_index.
  case flatMap = "flat_map"
  /// Runs the transform for its effect and gives nothing.
  case each
}
