internal import Synchronization

/// Counts the bytes that the elements of a run hold, and what the most ever was.
public final class MemoryBudget: Sendable {
  /// Bytes past which workers wait.
  public let limit: Int
  private let usedBytes = Atomic<Int>(0)
  private let peakBytes = Atomic<Int>(0)
  private let regained: @Sendable () -> Void

  /// A budget of so many bytes, none of them used; `regained` is called each time when it is no longer
  /// spent, by the thread that gave the last bytes back, which may hold locks.
  public init(limit: Int, regained: @escaping @Sendable () -> Void = {}) {
    self.limit = limit
    self.regained = regained
  }

  /// The bytes that batches hold now.
  public var used: Int { usedBytes.load(ordering: .relaxed) }
  /// The most bytes that batches ever held.
  public var peak: Int { peakBytes.load(ordering: .relaxed) }
  /// Whether workers are to wait.
  public var isSpent: Bool { used >= limit }

  func take(_ bytes: Int) {
    let (_, used) = usedBytes.add(bytes, ordering: .relaxed)
    if used > peakBytes.load(ordering: .relaxed) {
      _ = peakBytes.max(used, ordering: .relaxed)
    }
  }

  func giveBack(_ bytes: Int) {
    let (before, after) = usedBytes.subtract(bytes, ordering: .relaxed)
    if before >= limit, after < limit { regained() }
  }
}
