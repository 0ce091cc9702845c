/// What the workers behind a queue are doing, as far as it matters to those who wait for memory.
enum QueueActivity: Sendable, Equatable {
  /// There is something to take, or a worker has elements in hand.
  case busy
  /// All workers wait for elements, and one has had some in a program's hands since a moment, in
  /// nanoseconds, that the program has not answered.
  case holding(since: Int64)
  /// All workers wait for elements, and none has any.
  case idle
  /// Nothing comes in any more: what is handed on here holds no memory.
  case shut
}
