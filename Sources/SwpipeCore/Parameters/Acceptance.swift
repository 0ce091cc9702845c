/// Which element types a transform or sink takes.
package enum Acceptance: String, Hashable, Sendable, Codable {
  case text
  case json
  case any

  /// Whether elements of a type may come in.
  package func includes(_ type: ElementType) -> Bool {
    switch self {
    case .any: true
    case .text: type == .text
    case .json: type == .json
    }
  }
}
