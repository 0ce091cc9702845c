/// Bytes that are written piece by piece; its memory is kept for the next time.
struct ByteBuffer: ~Copyable {
  private(set) var start: UnsafeMutablePointer<UInt8>
  private(set) var count = 0
  private var capacity = 256

  init() { start = UnsafeMutablePointer.allocate(capacity: capacity) }

  deinit { start.deallocate() }

  var bytes: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: start, count: count) }

  mutating func removeAll() {
    count = 0
    if capacity > 1 << 20 {
      start.deallocate()
      capacity = 256
      start = UnsafeMutablePointer.allocate(capacity: capacity)
    }
  }

  @inline(__always)
  mutating func reserve(_ room: Int) {
    if capacity - count < room { grow(room) }
  }

  private mutating func grow(_ room: Int) {
    capacity = max(capacity * 2, count + room)
    let grown = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
    grown.update(from: start, count: count)
    start.deallocate()
    start = grown
  }

  @inline(__always)
  mutating func append(_ byte: UInt8) {
    reserve(1)
    start[count] = byte
    count += 1
  }

  @inline(__always)
  mutating func append(_ bytes: UnsafeBufferPointer<UInt8>) {
    guard let source = bytes.baseAddress else { return }
    reserve(bytes.count)
    (start + count).update(from: source, count: bytes.count)
    count += bytes.count
  }

  mutating func append(_ text: StaticString) {
    text.withUTF8Buffer { append($0) }
  }

  mutating func append(_ text: String) {
    var text = text
    text.withUTF8 { append($0) }
  }

  /// A number as jq prints it: NaN is null, infinite ones the largest double.
  mutating func append(_ number: Double) {
    if number.isNaN {
      append("null")
      return
    }
    let finite =
      number.isInfinite
      ? Double(sign: number.sign, exponent: 0, significand: .greatestFiniteMagnitude) : number
    reserve(40)
    count += NumberReader.write(finite, to: start + count)
  }

  /// Drops the last bytes.
  mutating func truncate(to count: Int) { self.count = min(self.count, count) }

  /// A string in quotes, escaped as jq does.
  mutating func append(quoting text: UnsafeBufferPointer<UInt8>) {
    reserve(text.count + 2)
    append(UInt8(ascii: "\""))
    var run = 0
    var at = 0
    while at < text.count {
      let byte = text[at]
      if byte >= 0x20, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\"), byte != 0x7F {
        at += 1
        continue
      }
      append(UnsafeBufferPointer(rebasing: text[run..<at]))
      appendEscaped(byte)
      at += 1
      run = at
    }
    append(UnsafeBufferPointer(rebasing: text[run..<at]))
    append(UInt8(ascii: "\""))
  }

  private mutating func appendEscaped(_ byte: UInt8) {
    append(UInt8(ascii: "\\"))
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"): append(byte)
    case 8: append(UInt8(ascii: "b"))
    case 9: append(UInt8(ascii: "t"))
    case 10: append(UInt8(ascii: "n"))
    case 12: append(UInt8(ascii: "f"))
    case 13: append(UInt8(ascii: "r"))
    default:
      append("u00")
      let digits: StaticString = "0123456789abcdef"
      append(digits.utf8Start[Int(byte >> 4)])
      append(digits.utf8Start[Int(byte & 15)])
    }
  }
}
