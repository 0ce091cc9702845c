internal import CJSONIndex

extension JQHeap {
  /// A string of bytes that are UTF-8.
  mutating func string(_ bytes: UnsafeBufferPointer<UInt8>) throws(JQFault) -> JQValue {
    let block = try newString(capacity: bytes.count)
    append(bytes, to: block)
    return JQValue(.string, block, flags: JQValue.unique)
  }

  mutating func string(_ text: String) throws(JQFault) -> JQValue {
    let block = try newString(capacity: text.utf8.count)
    append(text, to: block)
    return JQValue(.string, block, flags: JQValue.unique)
  }

  mutating func string(_ bytes: [UInt8]) throws(JQFault) -> JQValue {
    let block = try newString(capacity: bytes.count)
    bytes.withUnsafeBufferPointer { append($0, to: block) }
    return JQValue(.string, block, flags: JQValue.unique)
  }

  /// The block of an empty string with room for so many bytes.
  mutating func newString(capacity: Int) throws(JQFault) -> UnsafeMutableRawPointer {
    guard capacity < Int(UInt32.max) else { throw .memory }
    let block = try allocate(JQBlock.headSize + capacity)
    JQBlock.start(block, count: 0, capacity: capacity)
    return block
  }

  /// Appends bytes to a string's block, which must have room for them.
  @inline(__always)
  func append(_ bytes: UnsafeBufferPointer<UInt8>, to block: UnsafeMutableRawPointer) {
    guard let source = bytes.baseAddress, bytes.count > 0 else { return }
    let count = JQBlock.count(block)
    (block + JQBlock.headSize + count).copyMemory(from: source, byteCount: bytes.count)
    JQBlock.setCount(block, count + bytes.count)
  }

  func append(_ text: String, to block: UnsafeMutableRawPointer) {
    var text = text
    text.withUTF8 { append($0, to: block) }
  }

  /// The bytes of a string; valid until the next collection.
  @inline(__always)
  mutating func bytes(_ value: JQValue) throws(JQFault) -> UnsafeBufferPointer<UInt8> {
    if value.kind == .string { return JQHeap.bytes(ofBlock: value.block) }
    if !document.hasEscapes(value.node) { return document.bytes(value.node) }
    return JQHeap.bytes(ofBlock: try unescaped(value.node).block)
  }

  @inline(__always)
  static func bytes(ofBlock block: UnsafeMutableRawPointer) -> UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(
      start: UnsafePointer((block + JQBlock.headSize).assumingMemoryBound(to: UInt8.self)),
      count: JQBlock.count(block)
    )
  }

  /// A string as Swift's.
  mutating func text(_ value: JQValue) throws(JQFault) -> String {
    String(decoding: try bytes(value), as: UTF8.self)
  }

  /// The string of a node that has escapes; a lone surrogate becomes U+FFFD.
  mutating func unescaped(_ node: Int) throws(JQFault) -> JQValue {
    try unescaped(document.bytes(node))
  }

  mutating func unescaped(_ source: UnsafeBufferPointer<UInt8>) throws(JQFault) -> JQValue {
    // No escape is shorter than what it means.
    let block = try newString(capacity: source.count)
    let target = (block + JQBlock.headSize).assumingMemoryBound(to: UInt8.self)
    var count = 0
    var at = 0
    while at < source.count {
      let byte = source[at]
      at += 1
      guard byte == UInt8(ascii: "\\") else {
        target[count] = byte
        count += 1
        continue
      }
      let escape = source[at]
      at += 1
      switch escape {
      case UInt8(ascii: "b"): target[count] = 8
      case UInt8(ascii: "f"): target[count] = 12
      case UInt8(ascii: "n"): target[count] = 10
      case UInt8(ascii: "r"): target[count] = 13
      case UInt8(ascii: "t"): target[count] = 9
      case UInt8(ascii: "u"):
        var scalar = JQHeap.hex(source, at)
        at += 4
        if scalar & 0xFC00 == 0xD800 {
          if at + 6 <= source.count, source[at] == UInt8(ascii: "\\"),
            source[at + 1] == UInt8(ascii: "u"), JQHeap.hex(source, at + 2) & 0xFC00 == 0xDC00
          {
            scalar = 0x10000 + (scalar & 0x3FF) << 10 + JQHeap.hex(source, at + 2) & 0x3FF
            at += 6
          } else {
            scalar = 0xFFFD
          }
        } else if scalar & 0xFC00 == 0xDC00 {
          scalar = 0xFFFD
        }
        count += UTF8Bytes.write(scalar, to: target + count)
        continue
      default: target[count] = escape
      }
      count += 1
    }
    JQBlock.setCount(block, count)
    return JQValue(.string, block, flags: JQValue.unique)
  }

  private static func hex(_ source: UnsafeBufferPointer<UInt8>, _ at: Int) -> UInt32 {
    var value: UInt32 = 0
    for place in at..<at + 4 {
      let byte = source[place]
      let digit = byte < 0x3A ? byte - 0x30 : (byte | 0x20) - 0x61 + 10
      value = value << 4 | UInt32(digit)
    }
    return value
  }

  /// One string and another behind it; in place where the first one may be changed and has room.
  mutating func concatenated(
    _ left: JQValue,
    _ right: JQValue,
    consumesLeft: Bool
  ) throws(JQFault) -> JQValue {
    let tail = try bytes(right)
    if consumesLeft, left.isUnique, left.kind == .string {
      let block = left.block
      if JQBlock.capacity(block) - JQBlock.count(block) >= tail.count {
        append(tail, to: block)
        return left
      }
      let head = JQHeap.bytes(ofBlock: block)
      let total = head.count + tail.count
      let grown = try newString(capacity: total + total / 2)
      append(head, to: grown)
      append(tail, to: grown)
      return JQValue(.string, grown, flags: JQValue.unique)
    }
    let head = try bytes(left)
    let block = try newString(capacity: head.count + tail.count)
    append(head, to: block)
    append(tail, to: block)
    return JQValue(.string, block, flags: JQValue.unique)
  }
}

/// UTF-8 by hand: strings are bytes here, and their characters are code points.
enum UTF8Bytes {
  /// Writes a code point; returns how many bytes it takes.
  static func write(_ scalar: UInt32, to target: UnsafeMutablePointer<UInt8>) -> Int {
    if scalar < 0x80 {
      target[0] = UInt8(scalar)
      return 1
    }
    if scalar < 0x800 {
      target[0] = UInt8(0xC0 | scalar >> 6)
      target[1] = UInt8(0x80 | scalar & 0x3F)
      return 2
    }
    if scalar < 0x10000 {
      target[0] = UInt8(0xE0 | scalar >> 12)
      target[1] = UInt8(0x80 | scalar >> 6 & 0x3F)
      target[2] = UInt8(0x80 | scalar & 0x3F)
      return 3
    }
    target[0] = UInt8(0xF0 | scalar >> 18)
    target[1] = UInt8(0x80 | scalar >> 12 & 0x3F)
    target[2] = UInt8(0x80 | scalar >> 6 & 0x3F)
    target[3] = UInt8(0x80 | scalar & 0x3F)
    return 4
  }

  /// The code point that begins at a byte of valid UTF-8, and its length.
  @inline(__always)
  static func read(_ bytes: UnsafeBufferPointer<UInt8>, _ at: Int) -> (scalar: UInt32, length: Int)
  {
    let first = UInt32(bytes[at])
    if first < 0x80 { return (first, 1) }
    if first < 0xE0 { return ((first & 0x1F) << 6 | UInt32(bytes[at + 1]) & 0x3F, 2) }
    let second = UInt32(bytes[at + 1]) & 0x3F
    let third = UInt32(bytes[at + 2]) & 0x3F
    if first < 0xF0 { return ((first & 0x0F) << 12 | second << 6 | third, 3) }
    return ((first & 7) << 18 | second << 12 | third << 6 | UInt32(bytes[at + 3]) & 0x3F, 4)
  }

  /// The number of code points.
  static func count(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
    var count = 0
    for byte in bytes where byte & 0xC0 != 0x80 { count += 1 }
    return count
  }

  /// The byte where a code point begins; the end for one past the last.
  static func offset(of index: Int, in bytes: UnsafeBufferPointer<UInt8>) -> Int {
    var left = index
    var at = 0
    while at < bytes.count {
      if bytes[at] & 0xC0 != 0x80 {
        if left == 0 { return at }
        left -= 1
      }
      at += 1
    }
    return bytes.count
  }

  /// The least of three: -1, 0 or 1, by the bytes, which is the order of the code points.
  static func compare(_ left: UnsafeBufferPointer<UInt8>, _ right: UnsafeBufferPointer<UInt8>)
    -> Int
  {
    let common = min(left.count, right.count)
    var at = 0
    while at < common {
      if left[at] != right[at] { return left[at] < right[at] ? -1 : 1 }
      at += 1
    }
    return left.count == right.count ? 0 : left.count < right.count ? -1 : 1
  }

  @inline(__always)
  static func equal(_ left: UnsafeBufferPointer<UInt8>, _ right: UnsafeBufferPointer<UInt8>) -> Bool
  {
    guard left.count == right.count else { return false }
    guard let a = left.baseAddress, let b = right.baseAddress else { return true }
    var at = 0
    let count = left.count
    let rawA = UnsafeRawPointer(a)
    let rawB = UnsafeRawPointer(b)
    while at + 8 <= count {
      if rawA.loadUnaligned(fromByteOffset: at, as: UInt64.self)
        != rawB.loadUnaligned(fromByteOffset: at, as: UInt64.self)
      {
        return false
      }
      at += 8
    }
    while at < count {
      if a[at] != b[at] { return false }
      at += 1
    }
    return true
  }

  /// The first place of a needle from a byte on; nil if there is none.
  ///
  /// An empty needle is nowhere.
  static func find(
    _ needle: UnsafeBufferPointer<UInt8>,
    in bytes: UnsafeBufferPointer<UInt8>,
    from start: Int
  ) -> Int? {
    guard !needle.isEmpty, bytes.count - start >= needle.count else { return nil }
    let first = needle[0]
    var at = start
    let last = bytes.count - needle.count
    while at <= last {
      if bytes[at] == first {
        var same = 1
        while same < needle.count, bytes[at + same] == needle[same] { same += 1 }
        if same == needle.count { return at }
      }
      at += 1
    }
    return nil
  }

  /// A hash that differs from one process to the next.
  static func hash(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt32 {
    var hash = seed ^ UInt64(bytes.count)
    var at = 0
    let raw = UnsafeRawBufferPointer(bytes)
    while at + 8 <= raw.count {
      hash = mix(hash ^ raw.loadUnaligned(fromByteOffset: at, as: UInt64.self))
      at += 8
    }
    if at < raw.count {
      var last: UInt64 = 0
      while at < raw.count {
        last = last << 8 | UInt64(raw[at])
        at += 1
      }
      hash = mix(hash ^ last)
    }
    return UInt32(truncatingIfNeeded: hash ^ hash >> 32)
  }

  @inline(__always)
  private static func mix(_ word: UInt64) -> UInt64 {
    let product = word.multipliedFullWidth(by: 0x9E37_79B9_7F4A_7C15)
    return (product.high ^ product.low) &+ seed
  }

  private static let seed = UInt64.random(in: 1...UInt64.max)
}
