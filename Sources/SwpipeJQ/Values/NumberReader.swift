internal import CBytes

/// Doubles through C++'s charconv.
enum NumberReader {
  static func double(_ text: UnsafePointer<UInt8>, _ count: Int) -> Double {
    var value = 0.0
    _ = swp_read_double(text, count, &value)
    return value
  }

  /// Writes a finite double in the shortest form that reads back, laid out as jq does: without an
  /// exponent from 0.0001 up to fifteen zeros behind the digits.
  ///
  /// At most 32 bytes; returns how many.
  static func write(_ value: Double, to target: UnsafeMutablePointer<UInt8>) -> Int {
    if value == value.rounded(.towardZero), abs(value) < 9_007_199_254_740_992 {
      if value == 0, value.sign == .minus {
        target[0] = UInt8(ascii: "-")
        target[1] = UInt8(ascii: "0")
        return 2
      }
      return writeInteger(Int(value), to: target)
    }
    return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 40) { buffer in
      guard let raw = buffer.baseAddress else { return 0 }
      return layOut(raw, swp_write_double(value, raw), to: target)
    }
  }

  private static func writeInteger(_ value: Int, to target: UnsafeMutablePointer<UInt8>) -> Int {
    var left = value.magnitude
    var length = 1
    var bound: UInt = 10
    while left >= bound {
      length += 1
      bound *= 10
    }
    var start = 0
    if value < 0 {
      target[0] = UInt8(ascii: "-")
      start = 1
    }
    var place = start + length
    repeat {
      place -= 1
      target[place] = UInt8(0x30 + left % 10)
      left /= 10
    } while place > start
    return start + length
  }

  /// Takes a number apart into digits and a power of ten and writes it anew.
  private static func layOut(
    _ raw: UnsafePointer<UInt8>,
    _ count: Int,
    to target: UnsafeMutablePointer<UInt8>
  ) -> Int {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 40) { digits in
      var digitCount = 0
      var point = 0
      var isBehindPoint = false
      var exponent = 0
      var at = raw[0] == UInt8(ascii: "-") ? 1 : 0
      while at < count {
        let byte = raw[at]
        if byte == UInt8(ascii: "e") {
          let isNegative = raw[at + 1] == UInt8(ascii: "-")
          for place in at + 2..<count { exponent = exponent * 10 + Int(raw[place] - 0x30) }
          if isNegative { exponent = -exponent }
          break
        }
        if byte == UInt8(ascii: ".") {
          isBehindPoint = true
        } else if digitCount == 0, byte == 0x30 {
          if isBehindPoint { point -= 1 }
        } else {
          digits[digitCount] = byte
          digitCount += 1
          if !isBehindPoint { point += 1 }
        }
        at += 1
      }
      while digitCount > 1, digits[digitCount - 1] == 0x30 { digitCount -= 1 }
      point += exponent
      var out = 0
      func put(_ byte: UInt8) {
        target[out] = byte
        out += 1
      }
      if raw[0] == UInt8(ascii: "-") { put(UInt8(ascii: "-")) }
      if point <= -4 || point > digitCount + 15 {
        put(digits[0])
        if digitCount > 1 {
          put(UInt8(ascii: "."))
          for place in 1..<digitCount { put(digits[place]) }
        }
        put(UInt8(ascii: "e"))
        let power = point - 1
        put(power < 0 ? UInt8(ascii: "-") : UInt8(ascii: "+"))
        let size = Int(power.magnitude)
        if size >= 100 { put(UInt8(0x30 + size / 100)) }
        put(UInt8(0x30 + size / 10 % 10))
        put(UInt8(0x30 + size % 10))
      } else if point <= 0 {
        put(0x30)
        put(UInt8(ascii: "."))
        for _ in 0 ..< -point { put(0x30) }
        for place in 0..<digitCount { put(digits[place]) }
      } else {
        for place in 0..<max(point, digitCount) {
          if place == point { put(UInt8(ascii: ".")) }
          put(place < digitCount ? digits[place] : 0x30)
        }
      }
      return out
    }
  }
}
