/// A token bucket as a plain value: it holds no clock and waits for nothing.
///
/// Source of the algorithm: the virtual scheduling form of the generic cell rate algorithm (ITU-T
/// I.371), which needs one number instead of a fill level. Time is counted in parts of a nanosecond
/// so small that every token takes a whole number of them: nothing is rounded, so that the rate is
/// exact however long it runs.
struct TokenBucket: Sendable {
  /// Tokens that arrive within `period`.
  private let rate: Int128
  /// Nanoseconds; as parts of 1/rate ns, the time that a token takes.
  private let period: Int128
  /// How far ahead of the steady rate a burst may run, in parts.
  private let allowance: Int128
  /// When the next token is due at the steady rate, in parts; before that the bucket is not full.
  private var due: Int128?

  /// A full bucket of `burst` tokens, into which `rate` come every `period` nanoseconds.
  init(rate: Int64, period: Int64, burst: Int64) {
    precondition(rate > 0 && period >= 0 && burst > 0)
    self.rate = Int128(rate)
    self.period = Int128(period)
    allowance = Int128(burst - 1) * Int128(period)
  }

  /// Takes a token at a time in nanoseconds; returns after how many it may be used.
  ///
  /// Those who come later wait longer, so each is served in turn. A time before that of the last
  /// call is as good as that.
  mutating func reserve(at now: Int64) -> Int64 {
    let time = Int128(now) * rate
    let due = max(self.due ?? time, time)
    self.due = due + period
    let wait = max(due - allowance - time, 0)
    return Int64(clamping: (wait + rate - 1) / rate)
  }
}
