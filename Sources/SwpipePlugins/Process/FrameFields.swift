/// Reads the numbers and bytes of a frame's payload one after the other; trusts none of them.
struct FrameFields {
  private let bytes: UnsafeRawBufferPointer
  private var offset = 0

  init(_ bytes: UnsafeRawBufferPointer) {
    self.bytes = bytes
  }

  private static let short = ProcessLoss.broke("sent a frame that is shorter than it says")

  mutating func long() throws(ProcessLoss) -> UInt64 {
    guard bytes.count - offset >= 8 else { throw Self.short }
    defer { offset += 8 }
    return UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
  }

  private mutating func count() throws(ProcessLoss) -> Int {
    guard bytes.count - offset >= 4 else { throw Self.short }
    defer { offset += 4 }
    return number(at: offset)
  }

  /// Passes a list of numbers; where it begins.
  private mutating func skipNumbers(_ count: Int) throws(ProcessLoss) -> Int {
    guard (bytes.count - offset) / 4 >= count else { throw Self.short }
    defer { offset += 4 * count }
    return offset
  }

  private func number(at offset: Int) -> Int {
    Int(UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self)))
  }

  mutating func restAsText() -> String {
    defer { offset = bytes.count }
    return PluginLimits.text(UnsafeRawBufferPointer(rebasing: bytes[offset...]))
  }

  // MARK: Answers

  /// Says what a RESULT holds.
  mutating func result(_ say: (PluginAnswer) throws(ProcessLoss) -> Void) throws(ProcessLoss) {
    let first = try long()
    let answers = try count()
    let counts = try skipNumbers(answers)
    var total = 0
    for i in 0..<answers { total += number(at: counts + 4 * i) }
    // A filter's verdicts bring no elements.
    let hasElements = bytes.count > offset
    let lengths = hasElements ? try skipNumbers(total) : 0
    var given = 0
    for i in 0..<answers {
      let id = first &+ UInt64(i)
      let count = number(at: counts + 4 * i)
      if hasElements {
        for _ in 0..<count {
          try say(.emit(id, try element(number(at: lengths + 4 * given))))
          given += 1
        }
      }
      try say(.done(id, isKept: count > 0))
    }
    if offset != bytes.count { throw .broke("sent a RESULT that is longer than it says") }
  }

  /// Says what a PART holds.
  mutating func part(_ say: (PluginAnswer) throws(ProcessLoss) -> Void) throws(ProcessLoss) {
    let id = try long()
    let count = try count()
    let lengths = try skipNumbers(count)
    for i in 0..<count { try say(.emit(id, try element(number(at: lengths + 4 * i)))) }
    if offset != bytes.count { throw .broke("sent a PART that is longer than it says") }
  }

  private mutating func element(_ count: Int) throws(ProcessLoss) -> UnsafeRawBufferPointer {
    guard bytes.count - offset >= count else { throw Self.short }
    defer { offset += count }
    return UnsafeRawBufferPointer(rebasing: bytes[offset..<offset + count])
  }
}
