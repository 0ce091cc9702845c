@testable import SwpipeEngine

/// Runs a test's blocking body on a thread of its own: the tests share the cooperative pool with the
/// task workers that they start, and must not hold its threads.
func offPool<Result: Sendable>(
  _ body: @escaping @Sendable () throws -> Result
) async throws -> Result {
  try await withCheckedThrowingContinuation { continuation in
    do {
      _ = try WorkerThread(name: "test", events: Parker()) {
        continuation.resume(with: Swift.Result { try body() })
      }
    } catch {
      continuation.resume(throwing: error)
    }
  }
}
