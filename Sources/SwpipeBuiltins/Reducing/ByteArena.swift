private import Glibc

/// Bytes that only grow, in one piece of memory that may move; offsets into it stay valid.
struct ByteArena: ~Copyable {
  private(set) var base: UnsafeMutableRawPointer?
  private(set) var count = 0
  private(set) var capacity = 0

  init() {}

  deinit { free(base) }

  /// All bytes.
  var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: base, count: count) }

  /// The bytes of a range, which must be within.
  @inline(__always)
  subscript(_ offset: Int, _ length: Int) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(start: base.map { UnsafeRawPointer($0) + offset }, count: length)
  }

  /// Where the byte at an offset is, until the arena grows.
  @inline(__always)
  func pointer(_ offset: Int) -> UnsafeMutableRawPointer { base.unsafelyUnwrapped + offset }

  /// Makes room for so many bytes, which are to be written; returns their offset.
  @inline(__always)
  mutating func add(_ length: Int) -> Int {
    if count + length > capacity || base == nil { grow(length) }
    defer { count += length }
    return count
  }

  @inline(__always)
  mutating func append(_ bytes: UnsafeRawBufferPointer) {
    let offset = add(bytes.count)
    if let source = bytes.baseAddress {
      pointer(offset).copyMemory(from: source, byteCount: bytes.count)
    }
  }

  @inline(__always)
  mutating func append(_ byte: UInt8) {
    let offset = add(1)
    pointer(offset).storeBytes(of: byte, as: UInt8.self)
  }

  @inline(__always)
  mutating func append<Field: BitwiseCopyable>(_ field: Field) {
    let offset = add(MemoryLayout<Field>.size)
    pointer(offset).storeBytes(of: field, as: Field.self)
  }

  mutating func removeAll() { count = 0 }

  /// Hands its bytes over and is empty.
  mutating func taken() -> ByteArena {
    let all = ByteArena(base, count, capacity)
    base = nil
    count = 0
    capacity = 0
    return all
  }

  private init(_ base: UnsafeMutableRawPointer?, _ count: Int, _ capacity: Int) {
    self.base = base
    self.count = count
    self.capacity = capacity
  }

  mutating func removeLast(_ length: Int) { count -= length }

  /// Gives the memory back.
  mutating func release() {
    free(base)
    base = nil
    count = 0
    capacity = 0
  }

  private mutating func grow(_ length: Int) {
    let wanted = max(capacity * 2, count + length, 64)
    guard let made = realloc(base, wanted) else {
      preconditionFailure("no memory for \(wanted) bytes")
    }
    base = made
    capacity = wanted
  }
}

/// Reads fields that were written to bytes; nil past their end.
struct ByteReader {
  private let bytes: UnsafeRawBufferPointer
  private(set) var offset = 0

  init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

  var isAtEnd: Bool { offset >= bytes.count }

  mutating func field<Field: BitwiseCopyable>(_ type: Field.Type) -> Field? {
    let size = MemoryLayout<Field>.size
    guard bytes.count - offset >= size else { return nil }
    defer { offset += size }
    return bytes.loadUnaligned(fromByteOffset: offset, as: Field.self)
  }

  mutating func bytes(_ count: Int) -> UnsafeRawBufferPointer? {
    guard count >= 0, bytes.count - offset >= count else { return nil }
    defer { offset += count }
    return UnsafeRawBufferPointer(rebasing: bytes[offset..<offset + count])
  }

  /// Bytes that stand behind their number.
  mutating func counted() -> UnsafeRawBufferPointer? {
    field(UInt32.self).flatMap { bytes(Int($0)) }
  }
}
