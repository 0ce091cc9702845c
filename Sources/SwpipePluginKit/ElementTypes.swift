/// The elements that a transform takes, or gives.
public enum ElementTypes: String, Sendable {
  /// Any bytes; usually a line of UTF-8.
  case text
  /// One JSON text.
  case json
  /// Takes both; gives what came in.
  case any
}
