private import CLinux

/// A gate that threads wait at until it is opened; a thin cover of Linux's futex.
package final class Futex: @unchecked Sendable {
  // SAFETY: the word is only touched through sequentially consistent atomics, and freed with the
  // last reference, when nobody can wait on it any more. A futex needs a stable address, which
  // neither a Swift property nor `Atomic` offers.
  private let word: UnsafeMutablePointer<UInt32>

  package init() {
    word = .allocate(capacity: 1)
    word.initialize(to: 0)
  }

  deinit {
    word.deallocate()
  }

  package var isOpen: Bool { swp_atomic_load(word) != 0 }

  /// Opens the gate and wakes all who wait.
  ///
  /// Costs a system call only the first time.
  package func open() {
    if swp_atomic_exchange(word, 1) == 0 { swp_futex_wake(word, .max) }
  }

  /// Closes the gate again.
  package func close() {
    swp_atomic_store(word, 0)
  }

  /// Waits until the gate is open; true when it is, false when the time was over first.
  ///
  /// A negative time is without limit.
  @discardableResult
  package func wait(nanoseconds: Int64 = -1) -> Bool {
    guard nanoseconds >= 0 else {
      while !isOpen { _ = swp_futex_wait(word, 0, -1) }
      return true
    }
    let deadline = swp_monotonic_ns().addingReportingOverflow(nanoseconds)
    if deadline.overflow { return wait() }
    while !isOpen {
      let left = deadline.partialValue - swp_monotonic_ns()
      if left <= 0 { return false }
      _ = swp_futex_wait(word, 0, left)
    }
    return true
  }
}
