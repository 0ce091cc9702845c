/// A typed key of a definition: what the spec may give, and how a component reads it.
///
/// A component keeps its parameters as static constants and reads `arguments[Self.pattern]`; the
/// definition lists the same constants' `info`, so that a name is written once.
package struct Parameter<Value: Sendable>: Sendable {
  package let info: ParameterInfo
  private let decode: @Sendable (Argument?) -> Value?

  package init(_ info: ParameterInfo, decode: @escaping @Sendable (Argument?) -> Value?) {
    self.info = info
    self.decode = decode
  }

  /// The value of an argument that validation let through; nil for one that it should not have.
  package func value(of argument: Argument?) -> Value? {
    decode(argument ?? info.defaultArgument)
  }
}
