internal import Glibc

/// Runs a blocking body on a thread of its own and suspends until it returns.
///
/// All tests share the cooperative pool, which has a thread for each core. A test that blocked one
/// would starve those whose tasks run in this very process.
package func offPool<Result: Sendable>(
  _ body: @escaping @Sendable () throws -> Result
) async throws -> Result {
  try await withCheckedThrowingContinuation { continuation in
    let start = Start { continuation.resume(with: Swift.Result { try body() }) }
    let argument = Unmanaged.passRetained(start)
    var thread = pthread_t()
    let code = pthread_create(
      &thread,
      nil,
      { argument in
        guard let argument else { return nil }
        Unmanaged<Start>.fromOpaque(argument).takeRetainedValue().body()
        return nil
      },
      argument.toOpaque()
    )
    guard code == 0 else {
      argument.release()
      continuation.resume(throwing: HarnessError("no thread could be started: errno \(code)"))
      return
    }
    pthread_detach(thread)
  }
}

/// What the thread's C entry point gets.
private final class Start: Sendable {
  let body: @Sendable () -> Void

  init(_ body: @escaping @Sendable () -> Void) {
    self.body = body
  }
}
