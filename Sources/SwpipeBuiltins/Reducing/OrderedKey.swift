private import Glibc
internal import SwpipeCore
internal import SwpipeJQ

/// Keys as bytes whose order is that of the values: jq's, and that of the elements' index.
///
/// No key is the beginning of another one, so that keys can stand one behind the other.
enum OrderedKey {
  private enum Tag {
    static let end: UInt8 = 0
    static let null: UInt8 = 1
    static let `false`: UInt8 = 2
    static let `true`: UInt8 = 3
    static let number: UInt8 = 4
    static let string: UInt8 = 5
    static let array: UInt8 = 6
    static let object: UInt8 = 7
  }

  /// Appends the key of a value.
  static func append(_ value: ElementValue, to arena: inout ByteArena) throws(ElementFailure) {
    if value.kind == .string {
      arena.append(Tag.string)
      append(string: UnsafeRawBufferPointer(try value.stringBytes()), to: &arena)
      return
    }
    append(json: UnsafeRawBufferPointer(try value.json()), to: &arena)
  }

  /// Appends the key of a value that is given as valid JSON without white space.
  static func append(json: UnsafeRawBufferPointer, to arena: inout ByteArena) {
    var reader = JSONKeyReader(json)
    reader.append(to: &arena)
  }

  /// Appends the place of an element among all: its element_index, then its source.
  static func append(_ slice: borrowing Slice, _ position: Int, to arena: inout ByteArena) {
    for level in 0..<slice.depth {
      let number = UInt64(bitPattern: slice.indexNumber(position, level: level)) &+ 1 << 63
      arena.append(level == 0 ? UInt8(2) : UInt8(3))
      arena.append(number.bigEndian)
    }
    // Before whatever a deeper index goes on with.
    arena.append(UInt8(1))
    arena.append(UInt32(truncatingIfNeeded: slice.source).bigEndian)
  }

  /// Turns the order of what was appended from an offset on.
  static func reverse(from offset: Int, in arena: inout ByteArena) {
    let bytes = arena.pointer(0).assumingMemoryBound(to: UInt8.self)
    for place in offset..<arena.count { bytes[place] = ~bytes[place] }
  }

  static func append(double: Double, rest: Int64, to arena: inout ByteArena) {
    arena.append(Tag.number)
    // -0 is no less than 0.
    let bits = (double == 0 ? 0.0 : double).bitPattern
    arena.append((bits >> 63 == 0 ? bits | 1 << 63 : ~bits).bigEndian)
    arena.append((UInt64(bitPattern: rest) &+ 1 << 63).bigEndian)
  }

  static func append(string: UnsafeRawBufferPointer, to arena: inout ByteArena) {
    var start = 0
    for place in 0..<string.count where string[place] == 0 {
      arena.append(UnsafeRawBufferPointer(rebasing: string[start...place]))
      arena.append(UInt8(0xff))
      start = place + 1
    }
    arena.append(UnsafeRawBufferPointer(rebasing: string[start...]))
    arena.append(UInt16(0))
  }

  /// Compares two keys.
  @inline(__always)
  static func compare(_ a: UnsafeRawBufferPointer, _ b: UnsafeRawBufferPointer) -> Int {
    let order = Bytes.compare(a, b, min(a.count, b.count))
    return order != 0 ? order : a.count - b.count
  }

  /// Walks a JSON text; what is deep takes a list, not the stack.
  private struct JSONKeyReader {
    private let bytes: UnsafeRawBufferPointer
    private var at = 0

    init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    /// Deeper values are compared by their text.
    private static let depthLimit = 200
    private var depth = 0

    /// Appends the key of the value at hand.
    mutating func append(to arena: inout ByteArena) {
      guard at < bytes.count else { return }
      depth += 1
      defer { depth -= 1 }
      guard depth <= JSONKeyReader.depthLimit else { return asText(to: &arena) }
      switch bytes[at] {
      case UInt8(ascii: "n"): constant(Tag.null, 4, to: &arena)
      case UInt8(ascii: "f"): constant(Tag.false, 5, to: &arena)
      case UInt8(ascii: "t"): constant(Tag.true, 4, to: &arena)
      case UInt8(ascii: "\""):
        arena.append(Tag.string)
        let text = string()
        text.withUnsafeBytes { OrderedKey.append(string: $0, to: &arena) }
      case UInt8(ascii: "["): array(to: &arena)
      case UInt8(ascii: "{"): object(to: &arena)
      default: number(to: &arena)
      }
    }

    private mutating func asText(to arena: inout ByteArena) {
      var scanner = JSONScanner(at: at)
      let span = bytes.assumingMemoryBound(to: UInt8.self).span
      let start = at
      // It was checked before; one that is too deep here is the rest.
      at = (try? scanner.skipValue(span)) == nil ? bytes.count : scanner.offset
      arena.append(Tag.object)
      OrderedKey.append(string: UnsafeRawBufferPointer(rebasing: bytes[start..<at]), to: &arena)
    }

    private mutating func constant(_ tag: UInt8, _ length: Int, to arena: inout ByteArena) {
      arena.append(tag)
      at += length
    }

    private mutating func number(to arena: inout ByteArena) {
      let start = at
      while at < bytes.count, !",]}: \n\t\r".utf8.contains(bytes[at]) { at += 1 }
      let text = UnsafeRawBufferPointer(rebasing: bytes[start..<at])
      let (double, rest) = NumberOrder.parts(text.assumingMemoryBound(to: UInt8.self))
      OrderedKey.append(double: double, rest: rest, to: &arena)
    }

    private mutating func array(to arena: inout ByteArena) {
      arena.append(Tag.array)
      at += 1
      while skipBlanks() != UInt8(ascii: "]") {
        append(to: &arena)
        if skipBlanks() == UInt8(ascii: ",") { at += 1 }
        if at >= bytes.count { break }
      }
      at += 1
      arena.append(Tag.end)
    }

    /// Objects are compared by their sorted keys first, then by the values in the order of the keys.
    private mutating func object(to arena: inout ByteArena) {
      var members: [(key: [UInt8], value: [UInt8])] = []
      at += 1
      while skipBlanks() != UInt8(ascii: "}"), at < bytes.count {
        let key = string()
        _ = skipBlanks()
        at += 1
        _ = skipBlanks()
        var part = ByteArena()
        append(to: &part)
        if let place = members.firstIndex(where: { $0.key == key }) {
          members[place].value = Array(part.bytes)
        } else {
          members.append((key, Array(part.bytes)))
        }
        if skipBlanks() == UInt8(ascii: ",") { at += 1 }
      }
      at += 1
      members.sort { $0.key.lexicographicallyPrecedes($1.key) }
      arena.append(Tag.object)
      for member in members {
        arena.append(Tag.string)
        member.key.withUnsafeBytes { OrderedKey.append(string: $0, to: &arena) }
      }
      arena.append(Tag.end)
      for member in members { member.value.withUnsafeBytes { arena.append($0) } }
    }

    @discardableResult
    private mutating func skipBlanks() -> UInt8 {
      while at < bytes.count, bytes[at] <= 0x20 { at += 1 }
      return at < bytes.count ? bytes[at] : 0
    }

    /// The bytes of the string at hand, without escapes.
    private mutating func string() -> [UInt8] {
      var scanner = JSONScanner(at: at)
      let span = bytes.assumingMemoryBound(to: UInt8.self).span
      guard let range = try? scanner.skipString(span) else {
        at = bytes.count
        return []
      }
      at = scanner.offset
      var builder = BatchBuilder()
      builder.begin(source: 0, firstIndex: 0, type: .text)
      builder.append(unescaping: span.extracting(range))
      return builder.withUnfinished { text in text.withUnsafeBufferPointer { Array($0) } }
    }
  }
}

/// Numbers as two parts whose order is theirs: the nearest double, and what a whole number has beside it.
///
/// Long identifiers differ past what a double holds; fractions with more than 17 digits do not count.
enum NumberOrder {
  static func parts(_ text: UnsafeBufferPointer<UInt8>) -> (double: Double, rest: Int64) {
    if text.count <= 15, let value = DecimalInteger.read(text) { return (Double(value), 0) }
    if let value = whole(text) {
      let double = Double(value)
      return (double, Int64(clamping: value - Int128(double)))
    }
    return (JQNumber.double(text), 0)
  }

  private static func whole(_ text: UnsafeBufferPointer<UInt8>) -> Int128? {
    guard text.count <= 38 else { return nil }
    var value: Int128 = 0
    let isNegative = text.first == UInt8(ascii: "-")
    for byte in text.dropFirst(isNegative ? 1 : 0) {
      let digit = byte &- 0x30
      guard digit < 10 else { return nil }
      value = value * 10 + Int128(digit)
    }
    return isNegative ? -value : value
  }
}

/// Comparing bytes.
enum Bytes {
  @inline(__always)
  static func compare(_ a: UnsafeRawBufferPointer, _ b: UnsafeRawBufferPointer, _ count: Int) -> Int
  {
    guard count > 0, let left = a.baseAddress, let right = b.baseAddress else { return 0 }
    return Int(memcmp(left, right, count))
  }
}
