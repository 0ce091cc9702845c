private import Glibc

extension BatchBuilder {
  /// The slack behind the last byte that vectorised readers may touch.
  static let padding = 64
  /// The bytes of an arena whose batch's size is not known yet; workers have one each.
  private static let firstCapacity = 128

  @usableFromInline
  mutating func growBytes(_ needed: Int) {
    let first = max(expectedBytes, BatchBuilder.firstCapacity)
    let capacity = max(byteCapacity == 0 ? first : byteCapacity * 2, byteCount + needed + 1)
    precondition(byteCount + needed < Int(UInt32.max), "a batch holds less than 4 GiB")
    bytes = BatchBuilder.reallocate(bytes, capacity + BatchBuilder.padding)
    byteCapacity = capacity
  }

  @usableFromInline
  mutating func growEnds() {
    let capacity = endsCapacity == 0 ? max(expectedCount, 16) : endsCapacity * 2
    ends = BatchBuilder.reallocate(ends, capacity * 4).assumingMemoryBound(to: UInt32.self)
    endsCapacity = capacity
  }

  /// Appends to the list of indices, which is made now if all were contiguous so far.
  @usableFromInline
  mutating func addListedIndex(at position: Int) {
    makeRoomForIndex()
    let target = indexList.unsafelyUnwrapped + count * depth
    if let inputIndexList {
      target.update(from: inputIndexList + position * depth, count: depth)
    } else {
      target.pointee = inputFirstIndex + Int64(position)
    }
  }

  @usableFromInline
  mutating func addNestedIndex() {
    makeRoomForIndex()
    let target = indexList.unsafelyUnwrapped + count * depth
    if let inputIndexList {
      target.update(from: inputIndexList + position * inputDepth, count: inputDepth)
    } else {
      target.pointee = inputFirstIndex + Int64(position)
    }
    target[depth - 1] = emitted
  }

  /// The same, for an index whose numbers are given one by one.
  mutating func addIndex(_ number: (_ level: Int) -> Int64) {
    makeRoomForIndex()
    let target = indexList.unsafelyUnwrapped + count * depth
    for level in 0..<depth { target[level] = number(level) }
  }

  private mutating func makeRoomForIndex() {
    let needed = (count + 1) * depth
    if needed > indexCapacity {
      indexCapacity = max(indexCapacity * 2, needed, 64)
      indexList = BatchBuilder.reallocate(indexList, indexCapacity * 8)
        .assumingMemoryBound(to: Int64.self)
    }
    guard isContiguous else { return }
    isContiguous = false
    for i in 0..<count { indexList.unsafelyUnwrapped[i] = firstIndex + Int64(i) }
  }

  /// realloc(3); a machine without memory for it ends the process, as everywhere in Swift.
  static func reallocate(_ pointer: UnsafeMutableRawPointer?, _ size: Int)
    -> UnsafeMutableRawPointer
  {
    guard let grown = realloc(pointer, size) else {
      preconditionFailure("out of memory: \(size) bytes were asked for")
    }
    return grown
  }

  private static func reallocate(_ pointer: UnsafeMutablePointer<UInt32>?, _ size: Int)
    -> UnsafeMutableRawPointer
  {
    reallocate(UnsafeMutableRawPointer(pointer), size)
  }

  private static func reallocate(_ pointer: UnsafeMutablePointer<Int64>?, _ size: Int)
    -> UnsafeMutableRawPointer
  {
    reallocate(UnsafeMutableRawPointer(pointer), size)
  }
}
