private import Glibc

/// The sums that a standard deviation is made of, exactly: of the numbers and of their squares.
///
/// The usual running forms depend on the order of the numbers, or lose everything where the mean is large
/// against the spread; with exact sums the difference of two large numbers is right.
struct ExactSpread: BitwiseCopyable {
  private var sum = ExactSum()
  /// The sum of the squares in units of 2^-128, 256 bits.
  private var low: UInt128 = 0
  private var high: UInt128 = 0
  private var wide: UInt32 = 0
  private var unused: UInt32 = 0

  @inline(__always)
  mutating func add(_ amount: Amount, _ wides: WideSums) {
    sum.add(amount, wides)
    let fixed: Int128? =
      if let integer = amount.integer { Int128(integer) << 64 } else {
        FixedPoint.fixed(amount.double)
      }
    // 62 bits before the point leave 2^130 squares room.
    if let fixed, fixed.magnitude < 1 << 126 {
      let square = fixed.magnitude.multipliedFullWidth(by: fixed.magnitude)
      add(low: square.low, high: square.high, wides)
    } else {
      wides.at(&wide).add(squareOf: amount.double)
    }
  }

  private mutating func add(low other: UInt128, high otherHigh: UInt128, _ wides: WideSums) {
    let (sumLow, carries) = low.addingReportingOverflow(other)
    let (sumHigh, overflows) = high.addingReportingOverflow(otherHigh)
    let (all, overflowsAgain) = sumHigh.addingReportingOverflow(carries ? 1 : 0)
    if overflows || overflowsAgain {
      let sums = wides.at(&wide)
      sums.add(other, exponent: -128, isNegative: false)
      sums.add(otherHigh, exponent: 0, isNegative: false)
    } else {
      (low, high) = (sumLow, all)
    }
  }

  mutating func merge(_ other: ExactSpread, _ wides: WideSums, from others: WideSums) {
    sum.merge(other.sum, wides, from: others)
    if other.wide != 0 { wides.at(&wide).add(others[other.wide]) }
    add(low: other.low, high: other.high, wides)
  }

  /// The standard deviation of a sample, with one less than the number of numbers as divisor; nil for
  /// fewer than two.
  func deviation(_ wides: WideSums) -> Double? {
    guard sum.count > 1 else { return nil }
    let squares: Magnitude
    if wide != 0 {
      let all = WideSum()
      all.add(wides[wide])
      all.add(low, exponent: -128, isNegative: false)
      all.add(high, exponent: 0, isNegative: false)
      squares = all.value().magnitude
    } else {
      squares = Magnitude(
        digits: (0..<8).map { place in
          let half = place < 4 ? low : high
          return UInt32(truncatingIfNeeded: half >> UInt128(32 * (place % 4)))
        },
        exponent: -128
      )
    }
    let total = sum.value(wides).magnitude
    let spread = Magnitude(sum.count) * squares - total * total
    let count = Double(sum.count)
    return (spread.double / count / (count - 1)).squareRoot()
  }

  var wideSums: (UInt32, UInt32) { (sum.wideSum, wide) }

  /// The same with other wide sums, or none.
  func with(_ wideSums: (UInt32, UInt32)) -> ExactSpread {
    var copy = self
    copy.sum = sum.with(wide: wideSums.0)
    copy.wide = wideSums.1
    return copy
  }
}
