private import Glibc

/// An exact sum of numbers of any size: fixed point over the whole range of doubles and of their squares.
///
/// The order of the summands cannot matter, because nothing is rounded before the end. Takes about a
/// kilobyte, so that it stands in only where 128 bits do not suffice; see `ExactSum`.
final class WideSum {
  /// The power of two of the lowest bit: that of the square of the least double.
  private static let lowest = -2148
  /// Reaches past the square of the largest double by 64 bits of carries.
  private static let limbCount = (2148 + 2048 + 64) / 32 + 2

  /// 32 bits each, least first; between normalisations each holds more, of either sign.
  private var limbs = [Int64](repeating: 0, count: WideSum.limbCount)
  private var pending = 0

  /// Adds `magnitude · 2^exponent`, negative or not.
  func add(_ magnitude: UInt128, exponent: Int, isNegative: Bool) {
    if pending >= 1 << 28 { normalise() }
    pending += 1
    let place = exponent - WideSum.lowest
    var limb = place / 32
    let shift = place % 32
    // In pieces of 32 bits; a piece that is shifted has at most 63.
    var rest = magnitude
    while rest != 0 {
      let piece = Int64(truncatingIfNeeded: rest & 0xffff_ffff) << Int64(shift)
      let (low, high) = (piece & 0xffff_ffff, piece >> 32)
      limbs[limb] += isNegative ? -low : low
      limbs[limb + 1] += isNegative ? -high : high
      rest >>= 32
      limb += 1
    }
  }

  func add(_ value: Double) {
    let parts = DoubleParts(value)
    add(UInt128(parts.mantissa), exponent: parts.exponent, isNegative: value < 0)
  }

  func add(squareOf value: Double) {
    let parts = DoubleParts(value)
    let square = UInt128(parts.mantissa) * UInt128(parts.mantissa)
    add(square, exponent: 2 * parts.exponent, isNegative: false)
  }

  func add(_ other: WideSum) {
    normalise()
    other.normalise()
    for place in limbs.indices { limbs[place] += other.limbs[place] }
    pending = 1
    normalise()
  }

  /// The sum as a number of `Magnitude`, in units of 2^-2148.
  func value() -> (magnitude: Magnitude, isNegative: Bool) {
    normalise()
    let isNegative = (limbs.last ?? 0) < 0
    var digits: [UInt32] = []
    digits.reserveCapacity(limbs.count)
    var carry: Int64 = 0
    for limb in limbs {
      let sum = (isNegative ? -limb : limb) + carry
      digits.append(UInt32(truncatingIfNeeded: sum & 0xffff_ffff))
      carry = sum >> 32
    }
    return (Magnitude(digits: digits, exponent: WideSum.lowest), isNegative)
  }

  /// The state as bytes, and back.
  func write(to arena: inout ByteArena) {
    normalise()
    arena.append(UInt32(limbs.count * 8))
    for limb in limbs { arena.append(limb) }
  }

  init() {}

  init?(_ bytes: UnsafeRawBufferPointer) {
    guard bytes.count == WideSum.limbCount * 8 else { return nil }
    limbs = (0..<WideSum.limbCount).map {
      bytes.loadUnaligned(fromByteOffset: $0 * 8, as: Int64.self)
    }
    // So that no sum of such numbers overflows, whatever was sent.
    guard limbs.allSatisfy({ $0.magnitude <= 1 << 33 }) else { return nil }
  }

  private func normalise() {
    var carry: Int64 = 0
    for place in 0..<limbs.count - 1 {
      let sum = limbs[place] + carry
      limbs[place] = sum & 0xffff_ffff
      carry = sum >> 32
    }
    limbs[limbs.count - 1] += carry
    pending = 0
  }
}

/// A finite double as `mantissa · 2^exponent`, without its sign.
struct DoubleParts {
  var mantissa: UInt64
  var exponent: Int

  @inline(__always)
  init(_ value: Double) {
    let bits = value.bitPattern
    let biased = Int(bits >> 52 & 0x7ff)
    let fraction = bits & (1 << 52 - 1)
    mantissa = biased == 0 ? fraction : fraction | 1 << 52
    exponent = max(biased, 1) - 1075
  }
}

/// A natural number times a power of two, of any size.
struct Magnitude {
  /// 32 bits each, least first.
  var digits: [UInt32]
  var exponent: Int

  init(digits: [UInt32], exponent: Int) {
    self.digits = digits
    self.exponent = exponent
    trim()
  }

  init(_ value: UInt64) {
    self.init(digits: [UInt32(truncatingIfNeeded: value), UInt32(value >> 32)], exponent: 0)
  }

  var isZero: Bool { digits.isEmpty }

  private mutating func trim() {
    while digits.last == 0 { digits.removeLast() }
    // Without the zeros below, products stay short.
    let zeros = digits.prefix { $0 == 0 }.count
    digits.removeFirst(zeros)
    exponent += 32 * zeros
  }

  static func * (a: Magnitude, b: Magnitude) -> Magnitude {
    var product = [UInt32](repeating: 0, count: a.digits.count + b.digits.count)
    for (i, x) in a.digits.enumerated() {
      var carry: UInt64 = 0
      for (j, y) in b.digits.enumerated() {
        let sum = UInt64(x) * UInt64(y) + UInt64(product[i + j]) + carry
        product[i + j] = UInt32(truncatingIfNeeded: sum)
        carry = sum >> 32
      }
      product[i + b.digits.count] = UInt32(truncatingIfNeeded: carry)
    }
    return Magnitude(digits: product, exponent: a.exponent + b.exponent)
  }

  /// The difference, which must not be negative; 0 where it is.
  static func - (a: Magnitude, b: Magnitude) -> Magnitude {
    guard !b.isZero else { return a }
    let exponent = min(a.exponent, b.exponent)
    let left = a.shifted(to: exponent)
    let right = b.shifted(to: exponent)
    var difference: [UInt32] = []
    var borrow: Int64 = 0
    for place in 0..<max(left.count, right.count) {
      let x = place < left.count ? Int64(left[place]) : 0
      let y = place < right.count ? Int64(right[place]) : 0
      let value = x - y - borrow
      borrow = value < 0 ? 1 : 0
      difference.append(UInt32(truncatingIfNeeded: value & 0xffff_ffff))
    }
    return borrow == 0
      ? Magnitude(digits: difference, exponent: exponent)
      : Magnitude(digits: [], exponent: 0)
  }

  private func shifted(to low: Int) -> [UInt32] {
    let shift = exponent - low
    var shifted = [UInt32](repeating: 0, count: shift / 32)
    let bits = UInt64(shift % 32)
    var carry: UInt64 = 0
    for digit in digits {
      let value = UInt64(digit) << bits | carry
      shifted.append(UInt32(truncatingIfNeeded: value))
      carry = value >> 32
    }
    shifted.append(UInt32(truncatingIfNeeded: carry))
    return shifted
  }

  /// Its value, if it is a whole number of 64 bits.
  var whole: UInt64? {
    if isZero { return 0 }
    var value: UInt128 = 0
    guard digits.count <= 3, exponent > -32 else { return nil }
    for digit in digits.reversed() { value = value << 32 | UInt128(digit) }
    if exponent < 0 {
      guard value & (1 << UInt128(-exponent) - 1) == 0 else { return nil }
      value >>= UInt128(-exponent)
    } else {
      guard exponent < 64, value.leadingZeroBitCount > exponent else { return nil }
      value <<= UInt128(exponent)
    }
    return UInt64(exactly: value)
  }

  /// The nearest double, ties to even; infinite past the largest one.
  var double: Double {
    guard let top = digits.last else { return 0 }
    let bitCount = digits.count * 32 - top.leadingZeroBitCount
    // 64 bits from the top, of which the last says whether there is anything below.
    let drop = bitCount - 64
    var head: UInt64 = 0
    var isExact = true
    for (place, digit) in digits.enumerated() {
      let shift = place * 32 - drop
      if shift <= -32 {
        if digit != 0 { isExact = false }
      } else if shift < 0 {
        head |= UInt64(digit >> UInt32(-shift))
        if digit << UInt32(32 + shift) != 0 { isExact = false }
      } else {
        head |= UInt64(digit) << UInt64(shift)
      }
    }
    let power = exponent + drop
    // Of a double below the normal ones fewer bits are left than 53.
    let kept = min(53, 64 + power + 1074)
    guard kept > 0 else {
      return kept == 0 && (head > 1 << 63 || (head == 1 << 63 && !isExact))
        ? Double.leastNonzeroMagnitude : 0
    }
    let lost = UInt64(64 - kept)
    var mantissa = head >> lost
    let rest = head & (1 << lost - 1)
    let half: UInt64 = 1 << (lost - 1)
    if rest > half || (rest == half && (!isExact || mantissa & 1 == 1)) { mantissa += 1 }
    return scalbn(Double(mantissa), Int32(clamping: power + Int(lost)))
  }
}
