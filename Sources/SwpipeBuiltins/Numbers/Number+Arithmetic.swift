internal import SwpipeCore

extension Number {
  /// The sum; nil where it fits neither in a 64-bit integer, for two integers, nor in a double.
  @inline(__always)
  static func sum(_ a: Number, _ b: Number) -> Number? {
    if case .integer(let a) = a, case .integer(let b) = b {
      let (sum, overflows) = a.addingReportingOverflow(b)
      return overflows ? nil : .integer(sum)
    }
    return finite(a.double + b.double)
  }

  /// The product; nil as for the sum.
  @inline(__always)
  static func product(_ a: Number, _ b: Number) -> Number? {
    if case .integer(let a) = a, case .integer(let b) = b {
      let (product, overflows) = a.multipliedReportingOverflow(by: b)
      return overflows ? nil : .integer(product)
    }
    return finite(a.double * b.double)
  }

  /// -1, 0 or 1 as `a` is less than, equal to or greater than `b`, exactly, also where an integer
  /// is compared with a double; nil where one is not a number.
  @inline(__always)
  static func compare(_ a: Number, _ b: Number) -> Int? {
    switch (a, b) {
    case (.integer(let a), .integer(let b)): a < b ? -1 : a == b ? 0 : 1
    case (.double(let a), .double(let b)): order(a, b)
    case (.integer(let a), .double(let b)): order(a, b)
    case (.double(let a), .integer(let b)): order(b, a).map { -$0 }
    }
  }

  private var double: Double {
    switch self {
    case .integer(let value): Double(value)
    case .double(let value): value
    }
  }

  private static func finite(_ value: Double) -> Number? { value.isFinite ? .double(value) : nil }

  /// Compares with the double rounded down, because not every integer is a double.
  private static func order(_ a: Int64, _ b: Double) -> Int? {
    guard !b.isNaN else { return nil }
    if b >= 0x1p63 { return -1 }
    if b < -0x1p63 { return 1 }
    let whole = Int64(b.rounded(.down))
    if a != whole { return a < whole ? -1 : 1 }
    return b > b.rounded(.down) ? -1 : 0
  }

  private static func order(_ a: Double, _ b: Double) -> Int? {
    a < b ? -1 : a == b ? 0 : a > b ? 1 : nil
  }
}
