/// A transform's word that it cannot do its work on an element; the stage's `on_error` decides.
public struct ElementFailure: Error, Hashable, Sendable {
  /// One sentence without a final full stop, which shows the offending part of the element.
  public var message: String

  /// A failure with its one sentence.
  public init(_ message: String) {
    self.message = message
  }
}
