/// What is kept of many elements in a few cells.
enum Aggregate: Hashable, Sendable {
  case count, sum, min, max, mean, stdev, first, last, collect
  /// Lines with a separator between them.
  case join(String)

  /// The bytes of its cells in a row, a multiple of 16.
  var size: Int {
    switch self {
    case .count: 16
    case .sum, .mean: (MemoryLayout<ExactSum>.stride + 15) & ~15
    case .stdev: (MemoryLayout<ExactSpread>.stride + 15) & ~15
    case .min, .max: (MemoryLayout<Extreme>.stride + 15) & ~15
    case .first, .last: (MemoryLayout<Chosen>.stride + 15) & ~15
    case .collect, .join: (MemoryLayout<Gathered>.stride + 15) & ~15
    }
  }

  /// Whether it computes with numbers, of which null is none.
  var takesNumbers: Bool {
    switch self {
    case .sum, .min, .max, .mean, .stdev: true
    case .count, .first, .last, .collect, .join: false
    }
  }
}

/// The least or largest number, and how it was written.
struct Extreme: BitwiseCopyable {
  var double = 0.0
  var rest: Int64 = 0
  var offset: UInt64 = 0
  var length: UInt32 = 0
  /// 0 before the first number.
  var capacity: UInt32 = 0

  /// Whether a number takes its place; of equal ones the shorter text does, so that the order in which
  /// they come cannot matter.
  func gives(
    _ other: (double: Double, rest: Int64),
    _ text: UnsafeRawBufferPointer,
    isMax: Bool,
    _ blobs: borrowing ByteArena
  ) -> Bool {
    if capacity == 0 { return true }
    if other.double != double { return (other.double > double) == isMax }
    if other.rest != rest { return (other.rest > rest) == isMax }
    if text.count != Int(length) { return text.count < Int(length) }
    return Bytes.compare(text, blobs[Int(offset), Int(length)], text.count) < 0
  }
}

/// An element that was chosen by its place: the key of the place, then the value.
struct Chosen: BitwiseCopyable {
  var offset: UInt64 = 0
  var keyLength: UInt32 = 0
  var length: UInt32 = 0
  /// 0 before the first element.
  var capacity: UInt32 = 0
  var unused: UInt32 = 0
}

/// Values in a chain, in the order in which they came.
struct Gathered: BitwiseCopyable {
  /// The offset of the first one and 1; 0 for none.
  var head: UInt64 = 0
  var tail: UInt64 = 0
  var count: UInt64 = 0
  var byteCount: UInt64 = 0
}

/// What stands before each value of a chain; its key and its bytes follow.
struct GatheredHead: BitwiseCopyable {
  var next: UInt64 = 0
  var keyLength: UInt32 = 0
  var length: UInt32 = 0
}
