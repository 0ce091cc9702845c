/// One worker's transform: called once per slice, loops inside.
///
/// Conform to `MapTransform`, `FilterTransform` or `FlatMapTransform`, whose loop is there already;
/// implement this directly only where a whole slice can be done faster than its elements.
///
/// A transform is a struct that one worker owns, so it may keep state without a lock.
public protocol Transform {
  /// Works on the elements from `output.position` to the end of the slice, moving `position`.
  ///
  /// Returns early when `output.isFull`, and is called again with the same slice. Throws with
  /// `output.position` at the element that failed; the engine drops what was emitted for it and
  /// calls again with the next one if the run goes on.
  mutating func apply(_ slice: borrowing Slice, into output: inout BatchBuilder)
    throws(ElementFailure)
  /// The elements of the slice are done with, or go to another worker: lets go of the batch, which takes
  /// memory for as long as no other elements come.
  mutating func forget()

  // What a type can do besides. A cast would tell as well, but where the answer is no it looks through
  // all conformances of the program, which is a good part of a short run.

  /// Whether it is an `AwaitingTransform`.
  static var isAwaiting: Bool { get }
  /// Whether it is an `InterruptibleTransform`.
  static var isInterruptible: Bool { get }
  /// Whether it is a `RemoteTransform`.
  static var isRemote: Bool { get }
  /// Whether it is an `EndingTransform`.
  static var isEnding: Bool { get }
  /// Whether it is a `FilterTransform`.
  static var isFilter: Bool { get }
}

extension Transform {
  /// The usual answer.
  public static var isAwaiting: Bool { false }
  /// The usual answer.
  public static var isInterruptible: Bool { false }
  /// The usual answer.
  public static var isRemote: Bool { false }
  /// The usual answer.
  public static var isEnding: Bool { false }
  /// The usual answer.
  public static var isFilter: Bool { false }

  /// Keeps no batch, and has nothing to do.
  public mutating func forget() {}
}
