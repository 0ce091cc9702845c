private import CLinux

/// The monotonic clock.
enum Clock {
  /// Nanoseconds since some moment; costs about 25 ns.
  static var now: Int64 { swp_monotonic_ns() }

  /// Milliseconds since 1970, for what people read.
  static var milliseconds: Int64 { swp_realtime_ms() }
}
