/// A JSON number: 64-bit integers exactly, all others as doubles.
package enum Number: Hashable, Sendable, Codable {
  case integer(Int64)
  case double(Double)
}
