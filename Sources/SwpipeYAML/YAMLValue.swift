/// A scalar's value by YAML 1.2's core schema.
package enum YAMLValue: Equatable, Sendable {
  case null
  case bool(Bool)
  case integer(Int64)
  /// An integer that 64 bits do not hold, as it was written.
  case bigInteger(String)
  case float(Double)
  case string(String)

  /// The type's name, for messages.
  package var typeName: String {
    switch self {
    case .null: "null"
    case .bool: "boolean"
    case .integer, .bigInteger: "integer"
    case .float: "number"
    case .string: "text"
    }
  }
}
