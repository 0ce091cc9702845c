/// What a task worker waits for, suspended, before it goes on with an element.
public enum AwaitedEvent: Sendable {
  /// So many nanoseconds; 0 or less is no wait.
  case time(Int64)
  /// The end of an operation, which itself keeps what came of it.
  case operation(@Sendable () async -> Void)
}
