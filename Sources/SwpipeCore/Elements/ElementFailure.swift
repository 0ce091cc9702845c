/// A transform's word that it cannot do its work on an element; the stage's `on_error` decides.
public struct ElementFailure: Error, Hashable, Sendable {
  /// What an element failed by.
  public enum Kind: String, Hashable, Sendable {
    /// The transform said so.
    case error
    /// It took longer than the stage's `timeout`.
    case timeout
    /// It killed two processes that worked on it.
    case crash
    /// What the transform works with failed, such as a full disk, and would fail on the next element,
    /// too: once it is not tried again, the run stops, whatever `on_error` says of elements.
    case resource
  }

  /// One sentence without a final full stop, which shows the offending part of the element.
  public var message: String
  /// What it failed by.
  public var kind: Kind
  /// The offset in the element of what is wrong, where it has one.
  package var offset: Int?
  /// How often the transform itself has worked on the element for this one failure.
  package var tries = 1

  /// A failure with its one sentence.
  public init(_ message: String, kind: Kind = .error) {
    self.message = message
    self.kind = kind
  }
}
