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
  /// Each element, unchanged, on one of several ways; the engine's own, not a plugin's.
  case route
  /// Takes in all elements and gives what comes of them at the end; the engine's own, not a plugin's.
  case reduce

  /// Those that a plugin's transforms may serve.
  public static let ofPlugins: [Operator] = [.map, .filter, .flatMap, .each]

  /// Whether it needs no transform beside it, because it is one itself.
  public var standsAlone: Bool { self == .route }
}
