/// The layout of the heap's blocks: a head of 16 bytes, and behind it what the kind needs.
///
/// | kind | behind the head |
/// |---|---|
/// | string | its bytes in UTF-8 |
/// | literal | its double, then its digits |
/// | array | its values |
/// | object | the size of its hash table (8 bytes used of 16), members as key and value, the table |
/// | path | the path before the last key, and the key |
enum JQBlock {
  static let headSize = 16
  static let objectHeadSize = 32
  static let memberSize = 32
  /// Objects of more members than this have a hash table.
  static let linearLimit = 8

  @inline(__always)
  static func count(_ block: UnsafeMutableRawPointer) -> Int {
    Int(block.load(fromByteOffset: 8, as: UInt32.self))
  }

  @inline(__always)
  static func setCount(_ block: UnsafeMutableRawPointer, _ count: Int) {
    block.storeBytes(of: UInt32(truncatingIfNeeded: count), toByteOffset: 8, as: UInt32.self)
  }

  @inline(__always)
  static func capacity(_ block: UnsafeMutableRawPointer) -> Int {
    Int(block.load(fromByteOffset: 12, as: UInt32.self))
  }

  @inline(__always)
  static func start(_ block: UnsafeMutableRawPointer, count: Int, capacity: Int) {
    block.storeBytes(of: 0, as: UInt64.self)
    setCount(block, count)
    block.storeBytes(of: UInt32(truncatingIfNeeded: capacity), toByteOffset: 12, as: UInt32.self)
  }

  /// Where a block that the collector moved is now.
  @inline(__always)
  static func moved(_ block: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? {
    UnsafeMutableRawPointer(bitPattern: UInt(block.load(as: UInt64.self)))
  }

  @inline(__always)
  static func setMoved(_ block: UnsafeMutableRawPointer, _ place: UnsafeMutableRawPointer) {
    block.storeBytes(of: UInt64(UInt(bitPattern: place)), as: UInt64.self)
  }

  @inline(__always)
  static func values(_ block: UnsafeMutableRawPointer) -> UnsafeMutablePointer<JQValue> {
    (block + headSize).assumingMemoryBound(to: JQValue.self)
  }

  /// The members of an object, each a key and a value.
  @inline(__always)
  static func members(_ block: UnsafeMutableRawPointer) -> UnsafeMutablePointer<JQValue> {
    (block + objectHeadSize).assumingMemoryBound(to: JQValue.self)
  }

  @inline(__always)
  static func tableSize(_ block: UnsafeMutableRawPointer) -> Int {
    Int(block.load(fromByteOffset: 16, as: UInt32.self))
  }

  /// Of each place the member's number and one; 0 is a free place.
  @inline(__always)
  static func table(_ block: UnsafeMutableRawPointer) -> UnsafeMutablePointer<UInt32> {
    (block + objectHeadSize + capacity(block) * memberSize).assumingMemoryBound(to: UInt32.self)
  }

  static func tableSize(forCapacity capacity: Int) -> Int {
    guard capacity > linearLimit else { return 0 }
    var size = 16
    while size < capacity * 2 { size *= 2 }
    return size
  }

  static func size(of kind: JQValue.Kind, capacity: Int) -> Int {
    switch kind {
    case .string: headSize + capacity
    case .literal: headSize + 8 + capacity
    case .array: headSize + capacity * 16
    case .object:
      objectHeadSize + capacity * memberSize + tableSize(forCapacity: capacity) * 4
    default: headSize + 32
    }
  }
}

extension JQValue {
  /// The block of a value that has one.
  ///
  /// SAFETY: only blocks of a heap or of a program's constants become payloads of these kinds, and
  /// both live at least as long as the machine that holds the value.
  @inline(__always)
  var block: UnsafeMutableRawPointer {
    UnsafeMutableRawPointer(bitPattern: UInt(payload)).unsafelyUnwrapped
  }
}
