/// A transform that waits for something at each element: a time, an answer.
///
/// On a task worker the engine calls `begin`, suspends the task for what it says, then calls `apply`
/// for the same element, which must not wait again. On all other kinds only `apply` is called, and
/// blocks; `waitBlocking` does that.
public protocol AwaitingTransform: Transform {
  /// Starts the work on one element and says what to wait for before `apply`.
  mutating func begin(_ slice: borrowing Slice, at position: Int) -> AwaitedEvent
}

extension AwaitingTransform {
  /// It is one.
  public static var isAwaiting: Bool { true }
}
