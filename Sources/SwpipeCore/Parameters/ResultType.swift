/// Which element type a map or flat_map gives; filters and each are always `same`.
package enum ResultType: String, Hashable, Sendable, Codable {
  case text
  case json
  /// The type that came in.
  case same

  /// The type that goes out when elements of `input` come in.
  package func type(for input: ElementType) -> ElementType {
    switch self {
    case .text: .text
    case .json: .json
    case .same: input
    }
  }
}
