private import Glibc
private import SwpipeSystem

/// What one thread waits on: it parks itself, others unpark it.
///
/// A wake-up before the park counts. A wait that others end within a few context switches is cheaper
/// without the kernel's futex, so `park` first yields for a while; the while adapts to whether that
/// has paid, so that a thread that really has nothing to do sleeps at once. Where other programs want
/// the processors, who yields stands behind all of them, and who sleeps is woken before: so a yield
/// that took long has not paid either.
final class Parker: @unchecked Sendable {
  // SAFETY: `patience`, `skipped` and `waited` are touched by the owning thread alone.
  private let word = FutexWord(Parker.empty)
  private var patience = Parker.mostYields
  /// Nanoseconds that `park` has waited in all.
  private(set) var waited: Int64 = 0
  private var skipped = 0

  private static let empty: UInt32 = 0
  private static let notified: UInt32 = 1
  private static let asleep: UInt32 = 2
  private static let mostYields = 32
  /// Nanoseconds of yielding past which others have the processors.
  private static let longestYield: Int64 = 300_000
  /// After so many waits without yielding, it is tried again.
  private static let retrial = 64

  /// Waits until `unpark` was called since the last return.
  func park() {
    if takeNotice() { return }
    let started = Clock.now
    if let noticed = yieldForNotice(since: started) {
      waited += noticed - started
      return
    }
    if word.replace(Parker.empty, by: Parker.asleep) {
      while word.value == Parker.asleep { word.wait(while: Parker.asleep, nanoseconds: nil) }
    }
    word.store(Parker.empty)
    waited += Clock.now - started
  }

  /// The same, but no longer than so many nanoseconds.
  func park(nanoseconds: Int64) {
    if takeNotice() { return }
    if word.replace(Parker.empty, by: Parker.asleep) {
      word.wait(while: Parker.asleep, nanoseconds: nanoseconds)
    }
    word.store(Parker.empty)
  }

  /// Ends the owner's wait, or its next one.
  ///
  /// Costs a system call only where it sleeps.
  func unpark() {
    if word.exchange(Parker.notified) == Parker.asleep { word.wake(1) }
  }

  /// The owner has waited elsewhere, for so long.
  func noteWait(nanoseconds: Int64) {
    waited += nanoseconds
  }

  private func takeNotice() -> Bool {
    word.replace(Parker.notified, by: Parker.empty)
  }

  /// The moment at which it was unparked while it yielded; nil where it had better sleep.
  private func yieldForNotice(since started: Int64) -> Int64? {
    if patience == 0 {
      skipped += 1
      guard skipped >= Parker.retrial else { return nil }
      skipped = 0
      patience = 1
    }
    for _ in 0..<patience {
      sched_yield()
      let now = Clock.now
      let isLong = now - started > Parker.longestYield
      if takeNotice() {
        patience = isLong ? patience / 2 : min(Parker.mostYields, patience * 2)
        return now
      }
      if isLong { break }
    }
    patience /= 2
    return nil
  }
}
