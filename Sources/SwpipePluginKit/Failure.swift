/// An error with nothing but its words; any other error that a transform throws is shown as
/// `String(describing:)` has it.
public struct Failure: Error, CustomStringConvertible {
  /// One sentence without a final full stop.
  public let description: String

  /// A failure with its one sentence.
  public init(_ description: String) {
    self.description = description
  }
}
