import Glibc

/// A thread of its own for the other end of a pipe: a blocked task would hold one of few threads.
final class Companion: @unchecked Sendable {
  // SAFETY: the result is written by the thread and read only after it was joined.
  private let body: @Sendable () -> Int
  private var result = 0
  private var thread = pthread_t()

  init(_ body: @escaping @Sendable () -> Int) {
    self.body = body
    let status = pthread_create(
      &thread,
      nil,
      { argument in
        guard let argument else { return nil }
        let companion = Unmanaged<Companion>.fromOpaque(argument).takeRetainedValue()
        companion.result = companion.body()
        return nil
      },
      Unmanaged.passRetained(self).toOpaque()
    )
    precondition(status == 0)
  }

  /// Waits for the thread's result.
  func join() -> Int {
    pthread_join(thread, nil)
    return result
  }
}
