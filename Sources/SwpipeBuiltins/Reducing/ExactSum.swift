/// A sum that no order of its summands changes: in 128 bits with 64 of them behind the point as long as all
/// fit there, as amounts and counts do, and in a `WideSum` from then on.
///
/// Lies in a row of cells, so it is plain bits; wide sums are in a list beside the rows.
struct ExactSum: BitwiseCopyable {
  /// In units of 2^-64.
  private var near: Int128 = 0
  /// The numbers that were added.
  private(set) var count: UInt64 = 0
  /// The place of the wide sum in the list, from 1; 0 for none.
  private var wide: UInt32 = 0
  /// Whether a number was added that is not whole, or so large that it may have been rounded.
  private var hasFraction: UInt32 = 0

  private static let wholeLimit = 9_007_199_254_740_992.0

  @inline(__always)
  mutating func add(_ amount: Amount, _ wides: WideSums) {
    count += 1
    if let integer = amount.integer {
      let (sum, overflows) = near.addingReportingOverflow(Int128(integer) << 64)
      if !overflows {
        near = sum
        return
      }
      wides.at(&wide).add(
        UInt128(integer.magnitude),
        exponent: 0,
        isNegative: integer < 0
      )
      return
    }
    let value = amount.double
    if abs(value) >= ExactSum.wholeLimit || value != value.rounded(.towardZero) { hasFraction = 1 }
    if let fixed = FixedPoint.fixed(value) {
      let (sum, overflows) = near.addingReportingOverflow(fixed)
      if !overflows {
        near = sum
        return
      }
    }
    wides.at(&wide).add(value)
  }

  mutating func merge(_ other: ExactSum, _ wides: WideSums, from others: WideSums) {
    count += other.count
    hasFraction |= other.hasFraction
    if other.wide != 0 { wides.at(&wide).add(others[other.wide]) }
    let (sum, overflows) = near.addingReportingOverflow(other.near)
    if overflows {
      wides.at(&wide).add(other.near.magnitude, exponent: -64, isNegative: other.near < 0)
    } else {
      near = sum
    }
  }

  /// The sum, rounded once.
  func total(_ wides: WideSums) -> Total {
    guard wide != 0 else {
      if hasFraction == 0, near & FixedPoint.fraction == 0, let whole = Int64(exactly: near >> 64) {
        return .integer(whole)
      }
      let (magnitude, isNegative) = value(wides)
      return .double(isNegative ? -magnitude.double : magnitude.double)
    }
    let (magnitude, isNegative) = value(wides)
    let double = isNegative ? -magnitude.double : magnitude.double
    // Where only the way there was too large.
    if hasFraction == 0, let whole = magnitude.whole, whole <= UInt64(Int64.max) {
      return .integer(isNegative ? -Int64(whole) : Int64(whole))
    }
    return .double(double)
  }

  /// The sum as it is.
  func value(_ wides: WideSums) -> (magnitude: Magnitude, isNegative: Bool) {
    guard wide != 0 else {
      return (FixedPoint.magnitude(near.magnitude, exponent: -64), near < 0)
    }
    let all = WideSum()
    all.add(wides[wide])
    all.add(near.magnitude, exponent: -64, isNegative: near < 0)
    return all.value()
  }

  /// The sum over the number of summands, rounded twice; nil for none.
  func mean(_ wides: WideSums) -> Double? {
    guard count > 0 else { return nil }
    switch total(wides) {
    case .integer(let value): return Double(value) / Double(count)
    case .double(let value): return value / Double(count)
    }
  }

  /// Whether a wide sum belongs to it.
  var wideSum: UInt32 { wide }

  /// The same with another wide sum, or none.
  func with(wide: UInt32) -> ExactSum {
    var copy = self
    copy.wide = wide
    return copy
  }
}

/// What a sum is.
enum Total {
  case integer(Int64)
  case double(Double)
}

/// A number that is to be added.
struct Amount {
  /// Its value where it is a whole number of 64 bits by its digits.
  var integer: Int64?
  var double: Double
}

/// The wide sums of many rows; most have none.
final class WideSums {
  private var sums: [WideSum] = []

  /// The one at a place, which is made where the place is 0.
  func at(_ place: inout UInt32) -> WideSum {
    if place == 0 {
      sums.append(WideSum())
      place = UInt32(sums.count)
    }
    return sums[Int(place) - 1]
  }

  func add(_ sum: WideSum) -> UInt32 {
    sums.append(sum)
    return UInt32(sums.count)
  }

  subscript(_ place: UInt32) -> WideSum { sums[Int(place) - 1] }

  /// The memory that they take, about.
  var byteCount: Int { sums.count * 1100 }

  func removeAll() { sums = [] }
}

/// Numbers with 64 bits before the point and 64 behind it.
enum FixedPoint {
  static let fraction: Int128 = (1 << 64) - 1

  /// A double, if it fits without loss.
  @inline(__always)
  static func fixed(_ value: Double) -> Int128? {
    let parts = DoubleParts(value)
    if parts.mantissa == 0 { return 0 }
    let shift = parts.exponent + 64
    var magnitude: Int128
    if shift >= 0 {
      // 53 bits, so that 62 before the point are the most.
      guard shift <= 73 else { return nil }
      magnitude = Int128(parts.mantissa) << Int128(shift)
    } else {
      guard -shift <= parts.mantissa.trailingZeroBitCount else { return nil }
      magnitude = Int128(parts.mantissa >> UInt64(-shift))
    }
    if value < 0 { magnitude = -magnitude }
    return magnitude
  }

  static func magnitude(_ value: UInt128, exponent: Int) -> Magnitude {
    Magnitude(
      digits: (0..<4).map { UInt32(truncatingIfNeeded: value >> UInt128(32 * $0)) },
      exponent: exponent
    )
  }
}
