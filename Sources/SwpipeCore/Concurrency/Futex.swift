private import SwpipeSystem
private import Synchronization

/// A gate that threads wait at until it is opened; a thin cover of Linux's futex.
package final class Futex: Sendable {
  private let word = FutexWord(0)
  /// What `pollDescriptor` is of; made when it is asked for first.
  private let event = Lock<EventDescriptor?>(nil)

  package init() {}

  package var isOpen: Bool { word.value != 0 }

  /// A descriptor that polls as readable once the gate is open, for those who wait for other
  /// descriptors too; -1 where the system has none left.
  ///
  /// For a gate that is never closed again. Lives as long as the gate; costs a system call only the
  /// first time.
  package var pollDescriptor: Int32 {
    event.withLock { event in
      if let number = event?.number { return number }
      guard let made = try? EventDescriptor() else { return -1 }
      // Whoever opened the gate before there was a descriptor could not tell it.
      if isOpen { made.signal() }
      let number = made.number
      event = consume made
      return number
    }
  }

  /// Opens the gate and wakes all who wait.
  ///
  /// Costs a system call only the first time.
  package func open() {
    guard word.exchange(1) == 0 else { return }
    word.wake(.max)
    event.withLock { $0?.signal() }
  }

  /// Closes the gate again.
  package func close() {
    word.store(0)
  }

  /// Waits until the gate is open; true when it is, false when the time was over first.
  ///
  /// A negative time is without limit.
  @discardableResult
  package func wait(nanoseconds: Int64 = -1) -> Bool {
    guard nanoseconds >= 0, let deadline = MonotonicClock.moment(in: nanoseconds) else {
      while !isOpen { word.wait(while: 0, nanoseconds: nil) }
      return true
    }
    while !isOpen {
      let left = deadline - MonotonicClock.now
      if left <= 0 { return false }
      word.wait(while: 0, nanoseconds: left)
    }
    return true
  }
}
