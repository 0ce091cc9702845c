private import CLinux

/// The time of day, for what people read.
package enum WallClock {
  /// Milliseconds since 1970.
  package static var milliseconds: Int64 { swp_realtime_ms() }
}
