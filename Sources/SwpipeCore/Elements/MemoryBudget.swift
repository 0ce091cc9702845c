internal import Synchronization

/// Counts the bytes that waiting elements hold in a run, and what the most ever was.
public final class MemoryBudget: Sendable {
  /// Bytes; what the sources may fill.
  public let limit: Int
  private let usedBytes = Atomic<Int>(0)
  private let peakBytes = Atomic<Int>(0)
  private let gate = Futex()

  /// A budget of so many bytes, none of them used.
  public init(limit: Int) {
    self.limit = limit
  }

  /// The bytes that batches hold now.
  public var used: Int { usedBytes.load(ordering: .relaxed) }
  /// The most bytes that batches ever held.
  public var peak: Int { peakBytes.load(ordering: .relaxed) }
  /// Whether sources are to wait.
  public var isSpent: Bool { used >= limit }

  func take(_ bytes: Int) {
    let (_, used) = usedBytes.add(bytes, ordering: .relaxed)
    if used > peakBytes.load(ordering: .relaxed) {
      _ = peakBytes.max(used, ordering: .relaxed)
    }
  }

  func giveBack(_ bytes: Int) {
    let (before, after) = usedBytes.subtract(bytes, ordering: .relaxed)
    if before >= limit, after < limit { gate.open() }
  }

  /// Waits until the budget is no longer spent or the time is over.
  public func waitForRoom(nanoseconds: Int64) {
    gate.close()
    if isSpent { gate.wait(nanoseconds: nanoseconds) }
  }
}
