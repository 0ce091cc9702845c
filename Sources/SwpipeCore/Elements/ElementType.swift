/// What the bytes of an element are.
public enum ElementType: String, CaseIterable, Hashable, Sendable, Codable {
  /// Any bytes; usually a line of UTF-8.
  case text
  /// One JSON text.
  case json
}
