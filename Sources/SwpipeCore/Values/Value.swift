/// A literal of a spec once its type is known: what `values:` emits and what literal arguments hold.
package enum Value: Hashable, Sendable, Codable {
  case null
  case boolean(Bool)
  case integer(Int64)
  case number(Double)
  /// A number in JSON's form that an `Int64` or a `Double` would not write with the same digits.
  case digits(String)
  case text(String)
  case list([Value])
  case mapping([Field])

  /// One key and value of a mapping, in the order of the text.
  package struct Field: Hashable, Sendable, Codable {
    package var key: String
    package var value: Value

    package init(key: String, value: Value) {
      self.key = key
      self.value = value
    }
  }
}
