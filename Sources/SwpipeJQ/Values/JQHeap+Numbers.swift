extension JQHeap {
  /// A number as a double; only for values that are numbers.
  @inline(__always)
  func double(_ value: JQValue) -> Double {
    switch value.kind {
    case .number: value.double
    case .literal: JQHeap.double(ofLiteral: value.block)
    default: NumberText.double(document.bytes(value.node))
    }
  }

  @inline(__always)
  static func double(ofLiteral block: UnsafeMutableRawPointer) -> Double {
    block.load(fromByteOffset: JQBlock.headSize, as: Double.self)
  }

  /// The digits of a number that is still as it was written; nil for one that was computed.
  @inline(__always)
  func digits(_ value: JQValue) -> UnsafeBufferPointer<UInt8>? {
    switch value.kind {
    case .literal:
      let block = value.block
      return UnsafeBufferPointer(
        start: UnsafePointer((block + JQBlock.headSize + 8).assumingMemoryBound(to: UInt8.self)),
        count: JQBlock.count(block)
      )
    case .documentNumber: return document.bytes(value.node)
    default: return nil
    }
  }

  /// A number with its digits as they are written.
  mutating func literal(_ digits: UnsafeBufferPointer<UInt8>) throws(JQFault) -> JQValue {
    let double = NumberText.double(digits)
    // A short integer has nothing to keep.
    if digits.count <= 15, NumberText.isPlainInteger(digits) { return JQValue(double) }
    let block = try allocate(JQBlock.headSize + 8 + digits.count)
    JQBlock.start(block, count: digits.count, capacity: digits.count)
    block.storeBytes(of: double, toByteOffset: JQBlock.headSize, as: Double.self)
    if let source = digits.baseAddress {
      (block + JQBlock.headSize + 8).copyMemory(from: source, byteCount: digits.count)
    }
    return JQValue(.literal, block)
  }

  /// A number with the other sign, its digits kept.
  mutating func negated(_ value: JQValue) throws(JQFault) -> JQValue {
    guard let digits = digits(value), digits.count > 15 else { return JQValue(-double(value)) }
    if digits[0] == UInt8(ascii: "-") {
      return try literal(UnsafeBufferPointer(rebasing: digits.dropFirst()))
    }
    let text = [UInt8(ascii: "-")] + Array(digits)
    return try withUnsafe(text) { heap, bytes throws(JQFault) in try heap.literal(bytes) }
  }

  mutating func withUnsafe<Result>(
    _ bytes: [UInt8],
    _ body: (inout JQHeap, UnsafeBufferPointer<UInt8>) throws(JQFault) -> Result
  ) throws(JQFault) -> Result {
    let copy = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: bytes.count)
    defer { copy.deallocate() }
    _ = copy.initialize(from: bytes)
    return try body(&self, UnsafeBufferPointer(copy))
  }

  /// The order of two numbers; NaN is before all others.
  @inline(__always)
  func compareNumbers(_ left: JQValue, _ right: JQValue) -> Int {
    if let a = digits(left), let b = digits(right), a.count > 15 || b.count > 15 {
      return DecimalText.compare(a, b)
    }
    let a = double(left)
    let b = double(right)
    return a < b ? -1 : a == b ? 0 : a.isNaN ? -1 : b.isNaN ? 1 : 1
  }
}

/// Numbers as JSON writes them, and doubles.
enum NumberText {
  private static let powers: [Double] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17,
    1e18, 1e19, 1e20, 1e21, 1e22,
  ]

  @inline(__always)
  static func power(_ exponent: Int) -> Double {
    powers.withUnsafeBufferPointer { $0[exponent] }
  }

  /// The nearest double; too large ones are infinite.
  @inline(__always)
  static func double(_ text: UnsafeBufferPointer<UInt8>) -> Double {
    // Up to 15 digits and a small power of ten are exact as doubles, and so is their quotient.
    var mantissa: UInt64 = 0
    var digits = 0
    var decimals = 0
    var at = 0
    let isNegative = !text.isEmpty && text[0] == UInt8(ascii: "-")
    if isNegative { at = 1 }
    while at < text.count {
      let digit = text[at] &- 0x30
      if digit < 10 {
        mantissa = mantissa &* 10 &+ UInt64(digit)
        digits += 1
        at += 1
        continue
      }
      break
    }
    if at < text.count, text[at] == UInt8(ascii: ".") {
      at += 1
      while at < text.count {
        let digit = text[at] &- 0x30
        guard digit < 10 else { break }
        mantissa = mantissa &* 10 &+ UInt64(digit)
        digits += 1
        decimals += 1
        at += 1
      }
    }
    if at == text.count, digits <= 15 {
      let size = Double(mantissa) / power(decimals)
      return isNegative ? -size : size
    }
    return slowDouble(text)
  }

  private static func slowDouble(_ text: UnsafeBufferPointer<UInt8>) -> Double {
    guard let start = text.baseAddress else { return 0 }
    return NumberReader.double(start, text.count)
  }

  /// Whether it is an integer without leading zeros, point and exponent, and not `-0`.
  static func isPlainInteger(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    var at = 0
    if !text.isEmpty, text[0] == UInt8(ascii: "-") { at = 1 }
    guard at < text.count, text[at] != 0x30 || text.count == 1 else { return false }
    for place in at..<text.count where text[place] &- 0x30 >= 10 { return false }
    return true
  }
}

/// Compares numbers by all of their digits.
enum DecimalText {
  /// A number as sign, digits without zeros at both ends, and the power of ten before the first digit.
  private struct Parts {
    var isNegative = false
    var digits: [UInt8] = []
    var exponent = 0
  }

  static func compare(_ left: UnsafeBufferPointer<UInt8>, _ right: UnsafeBufferPointer<UInt8>)
    -> Int
  {
    let a = parts(left)
    let b = parts(right)
    if a.digits.isEmpty || b.digits.isEmpty || a.isNegative != b.isNegative {
      let signA = a.digits.isEmpty ? 0 : a.isNegative ? -1 : 1
      let signB = b.digits.isEmpty ? 0 : b.isNegative ? -1 : 1
      return signA < signB ? -1 : signA == signB ? 0 : 1
    }
    let size = compareSizes(a, b)
    return a.isNegative ? -size : size
  }

  private static func compareSizes(_ a: Parts, _ b: Parts) -> Int {
    if a.exponent != b.exponent { return a.exponent < b.exponent ? -1 : 1 }
    for place in 0..<min(a.digits.count, b.digits.count) where a.digits[place] != b.digits[place] {
      return a.digits[place] < b.digits[place] ? -1 : 1
    }
    return a.digits.count == b.digits.count ? 0 : a.digits.count < b.digits.count ? -1 : 1
  }

  /// The same bytes for all ways to write a number, and other bytes for all other numbers.
  static func canonical(_ text: UnsafeBufferPointer<UInt8>) -> [UInt8] {
    let parts = parts(text)
    guard !parts.digits.isEmpty else { return [0x30] }
    var canonical: [UInt8] = parts.isNegative ? [UInt8(ascii: "-")] : []
    canonical += parts.digits
    canonical.append(UInt8(ascii: "e"))
    canonical += Array(String(parts.exponent).utf8)
    return canonical
  }

  private static func parts(_ text: UnsafeBufferPointer<UInt8>) -> Parts {
    var parts = Parts()
    var at = 0
    var pointAfter = 0
    var isBehindPoint = false
    if !text.isEmpty, text[0] == UInt8(ascii: "-") {
      parts.isNegative = true
      at = 1
    }
    while at < text.count {
      let byte = text[at]
      if byte == UInt8(ascii: ".") {
        isBehindPoint = true
      } else if byte &- 0x30 < 10 {
        if !(parts.digits.isEmpty && byte == 0x30) {
          parts.digits.append(byte)
          if !isBehindPoint { pointAfter += 1 }
        } else if isBehindPoint {
          pointAfter -= 1
        }
      } else {
        break
      }
      at += 1
    }
    var exponent = 0
    if at < text.count {
      at += 1
      let isNegative = at < text.count && text[at] == UInt8(ascii: "-")
      if at < text.count, text[at] &- 0x30 >= 10 { at += 1 }
      while at < text.count {
        // Past any exponent that a text of 4 GiB could make up for.
        if exponent < 1 << 40 { exponent = exponent * 10 + Int(text[at] - 0x30) }
        at += 1
      }
      if isNegative { exponent = -exponent }
    }
    while parts.digits.last == 0x30 { parts.digits.removeLast() }
    parts.exponent = exponent + pointAfter
    return parts
  }
}
