/// What a spec gives for a parameter, checked and resolved; it travels in the plan.
package indirect enum Argument: Hashable, Sendable, Codable {
  /// For text, choice, pattern, expression and file.
  case text(String)
  case boolean(Bool)
  case integer(Int64)
  case number(Double)
  /// Nanoseconds.
  case duration(Int64)
  /// Bytes.
  case size(Int)
  case template(Template)
  case path([Template.PathKey])
  case list([Argument])
  case value(Value)
}
