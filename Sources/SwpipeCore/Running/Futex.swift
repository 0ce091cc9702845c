private import CLinux
private import Glibc
private import Synchronization

/// A gate that threads wait at until it is opened; a thin cover of Linux's futex.
package final class Futex: @unchecked Sendable {
  // SAFETY: the word is only touched through sequentially consistent atomics, and freed with the
  // last reference, when nobody can wait on it any more. A futex needs a stable address, which
  // neither a Swift property nor `Atomic` offers.
  private let word: UnsafeMutablePointer<UInt32>
  /// The event descriptor of `pollDescriptor`; -1 until it is asked for.
  private let event = Atomic<Int32>(-1)

  package init() {
    word = .allocate(capacity: 1)
    word.initialize(to: 0)
  }

  deinit {
    word.deallocate()
    let descriptor = event.load(ordering: .acquiring)
    if descriptor >= 0 { Glibc.close(descriptor) }
  }

  package var isOpen: Bool { swp_atomic_load(word) != 0 }

  /// A descriptor that polls as readable once the gate is open, for those who wait for other
  /// descriptors too; -1 where the system has none left.
  ///
  /// For a gate that is never closed again. Lives as long as the gate; costs a system call only the
  /// first time.
  package var pollDescriptor: Int32 {
    let known = event.load(ordering: .acquiring)
    if known >= 0 { return known }
    let made = swp_eventfd()
    guard made >= 0 else { return -1 }
    let (isFirst, before) = event.compareExchange(
      expected: -1,
      desired: made,
      ordering: .sequentiallyConsistent
    )
    guard isFirst else {
      Glibc.close(made)
      return before
    }
    // Whoever opened the gate before there was a descriptor could not tell it.
    if isOpen { signal(made) }
    return made
  }

  /// Opens the gate and wakes all who wait.
  ///
  /// Costs a system call only the first time.
  package func open() {
    guard swp_atomic_exchange(word, 1) == 0 else { return }
    swp_futex_wake(word, .max)
    let descriptor = event.load(ordering: .sequentiallyConsistent)
    if descriptor >= 0 { signal(descriptor) }
  }

  private func signal(_ descriptor: Int32) {
    var one: UInt64 = 1
    _ = write(descriptor, &one, 8)
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
