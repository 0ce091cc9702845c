private import CLinux

/// A word that threads wait on until others have changed it: Linux's futex, with sequentially consistent
/// atomics.
package struct FutexWord: ~Copyable, @unchecked Sendable {
  // SAFETY: the word is only touched through atomics, and freed with the owner, when nobody can wait on
  // it any more. A futex needs a stable address, which neither a Swift property nor `Atomic` offers.
  private let word: UnsafeMutablePointer<UInt32>

  package init(_ value: UInt32) {
    word = .allocate(capacity: 1)
    word.initialize(to: value)
  }

  deinit {
    word.deallocate()
  }

  package var value: UInt32 { swp_atomic_load(word) }

  package func store(_ value: UInt32) {
    swp_atomic_store(word, value)
  }

  /// The value that it had.
  package func exchange(_ value: UInt32) -> UInt32 {
    swp_atomic_exchange(word, value)
  }

  /// Whether it had the expected value, and so has the other one now.
  package func replace(_ expected: UInt32, by value: UInt32) -> Bool {
    swp_atomic_replace(word, expected, value)
  }

  /// Waits while it has a value, no longer than so many nanoseconds, and without a limit where that is
  /// nil; may return early.
  package func wait(while value: UInt32, nanoseconds: Int64?) {
    _ = swp_futex_wait(word, value, nanoseconds.map { max(0, $0) } ?? -1)
  }

  /// Ends the wait of so many.
  package func wake(_ count: Int32) {
    swp_futex_wake(word, count)
  }
}
