/// A moment that a loop over quick elements looks out for, at next to no cost.
///
/// The clock is read for one element in 16 at most, and after each where they take long.
package struct CoarseDeadline {
  private let moment: Int64
  private var lastLook: Int64
  private var interval = 1
  private var untilLook = 1

  /// So many quick elements may pass between two looks at the clock, which costs 8 ns.
  private static let longestInterval = 16

  /// So many nanoseconds from now, to a few milliseconds.
  package init(in nanoseconds: Int64) {
    lastLook = MonotonicClock.coarse
    moment = lastLook + nanoseconds
  }

  /// Whether it has passed; called after each element.
  package mutating func hasPassed() -> Bool {
    untilLook -= 1
    if untilLook > 0 { return false }
    let now = MonotonicClock.coarse
    if now >= moment { return true }
    // Elements that take long are looked at one by one.
    interval = now == lastLook ? min(interval * 2, CoarseDeadline.longestInterval) : 1
    (lastLook, untilLook) = (now, interval)
    return false
  }
}
