private import SwpipeSystem

/// The monotonic clock.
enum Clock {
  /// Nanoseconds since some moment; costs about 25 ns.
  static var now: Int64 { MonotonicClock.now }

  /// Milliseconds since 1970, for what people read.
  static var milliseconds: Int64 { WallClock.milliseconds }
}
