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
      let last = NumberRange.double(stop)
      let distance = last - first
      // Ends so far apart that no double is their distance have quotients that are.
      let steps = distance.isFinite ? distance / stride : last / stride - first / stride
      let count = steps.rounded(.up)
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

  /// The number at a position of doubles.
  static func number(_ position: UInt64, from start: Double, step: Double) -> Double {
    let way = Double(position) * step
    if way.isFinite { return start + way }
    // The way from one end of all doubles to the other is none itself; half of it is.
    return (start / 2 + Double(position) * (step / 2)) * 2
  }

  private static func count(from start: Int64, to stop: Int64, step: Int64) -> UInt64 {
    guard step != 0, step > 0 ? start < stop : start > stop else { return 0 }
    let distance = UInt64(bitPattern: step > 0 ? stop &- start : start &- stop)
    return (distance - 1) / step.magnitude + 1
  }

  /// The double that is nearest.
  static func double(_ number: Number) -> Double {
    switch number {
    case .integer(let value): Double(value)
    case .double(let value): value
    }
  }
}
