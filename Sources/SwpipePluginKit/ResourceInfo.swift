/// A resource of the stage's `on_start` that a transform uses.
public struct ResourceInfo: Sendable {
  /// What the transform calls it.
  public let name: String
  /// Its type, as a spec has it: `table`, `counter` and so on.
  public let type: String
  /// Whether the transform works without it.
  public let isOptional: Bool

  /// A resource that has to be there, unless it is optional.
  public init(_ name: String, type: String, isOptional: Bool = false) {
    self.name = name
    self.type = type
    self.isOptional = isOptional
  }
}
