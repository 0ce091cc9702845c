internal import SwpipeCore

/// An arithmetic progression, and how many numbers it has.
enum NumberRange: Equatable {
  case integers(start: Int64, step: Int64, count: UInt64)
  case doubles(start: Double, step: Double, count: UInt64)

  /// Python's meaning of start, stop and step; a step of 0 is empty.
  init(from start: Number, to stop: Number, step: Number) {
    switch (start, stop, step) {
    case (.integer(let start), .integer(let stop), .integer(let step)):
      self = .integers(
        start: start,
        step: step,
        count: NumberRange.count(from: start, to: stop, step: step)
      )
    default:
      let first = NumberRange.double(start)
      let stride = NumberRange.double(step)
      let count = ((NumberRange.double(stop) - first) / stride).rounded(.up)
      self = .doubles(
        start: first,
        step: stride,
        // Not above 0 also holds for a NaN.
        count: count > 0 ? UInt64(exactly: count) ?? .max : 0
      )
    }
  }

  var count: UInt64 {
    switch self {
    case .integers(_, _, let count), .doubles(_, _, let count): count
    }
  }

  private static func count(from start: Int64, to stop: Int64, step: Int64) -> UInt64 {
    guard step != 0, step > 0 ? start < stop : start > stop else { return 0 }
    let distance = UInt64(bitPattern: step > 0 ? stop &- start : start &- stop)
    return (distance - 1) / step.magnitude + 1
  }

  private static func double(_ number: Number) -> Double {
    switch number {
    case .integer(let value): Double(value)
    case .double(let value): value
    }
  }
}
