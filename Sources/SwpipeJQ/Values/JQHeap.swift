/// The memory of one evaluation: blocks one behind another in chunks, given back all at once.
///
/// What nothing refers to is given back by `collect`, which the machine calls between two
/// instructions, when `wantsCollection` is set. So functions that make values hold them in plain variables.
struct JQHeap: ~Copyable {
  private struct Chunk {
    var base: UnsafeMutableRawPointer
    var size: Int
  }

  private var chunks: [Chunk] = []
  private var cursor: UnsafeMutableRawPointer
  private var end: UnsafeMutableRawPointer
  /// The bytes of all chunks.
  private(set) var size = 0
  /// The most bytes that what is alive may take.
  var maximum: Int
  /// Past this many bytes a collection is due.
  private var threshold = JQHeap.firstThreshold
  private(set) var wantsCollection = false
  /// The value of the error that was raised last.
  var error = JQValue.null
  /// The element's text and its index.
  var document = JQDocument()

  private static let firstThreshold = 4 << 20
  private static let chunkSize = 64 << 10

  init(maximum: Int) {
    self.maximum = maximum
    cursor = UnsafeMutableRawPointer.allocate(byteCount: JQHeap.chunkSize, alignment: 16)
    end = cursor + JQHeap.chunkSize
    chunks = [Chunk(base: cursor, size: JQHeap.chunkSize)]
    size = JQHeap.chunkSize
  }

  deinit {
    for chunk in chunks { chunk.base.deallocate() }
  }

  /// Forgets all values; keeps the first chunk for the next element.
  @inline(__always)
  mutating func reset() {
    error = .null
    if chunks.count > 1 || wantsCollection { shrink() }
    cursor = chunks[0].base
  }

  private mutating func shrink() {
    for chunk in chunks.dropFirst() { chunk.base.deallocate() }
    chunks.removeLast(chunks.count - 1)
    size = chunks[0].size
    end = chunks[0].base + size
    threshold = JQHeap.firstThreshold
    wantsCollection = false
  }

  /// Memory for a block; throws where the evaluation has far more than it may have.
  @inline(__always)
  mutating func allocate(_ byteCount: Int) throws(JQFault) -> UnsafeMutableRawPointer {
    let rounded = (byteCount + 15) & ~15
    if end - cursor >= rounded {
      let block = cursor
      cursor += rounded
      return block
    }
    return try allocateChunk(rounded)
  }

  private mutating func allocateChunk(_ byteCount: Int) throws(JQFault) -> UnsafeMutableRawPointer {
    // What is dead but not collected yet counts here, so twice the bound is let through.
    guard byteCount <= maximum, size + byteCount <= 2 * maximum else { throw .memory }
    let chunkSize = max(byteCount, min(JQHeap.chunkSize << min(chunks.count, 6), 4 << 20))
    let base = UnsafeMutableRawPointer.allocate(byteCount: chunkSize, alignment: 16)
    chunks.append(Chunk(base: base, size: chunkSize))
    size += chunkSize
    cursor = base + byteCount
    end = base + chunkSize
    if size > threshold { wantsCollection = true }
    return base
  }

  /// Moves what is alive to new memory and gives the old back.
  ///
  /// `roots` calls what it is given for each run of values that are alive. Throws where they take
  /// more than the evaluation may have. No recursion: what is still to be looked at is in a list.
  mutating func collect(
    roots: [(UnsafeMutablePointer<JQValue>, Int)],
    reserved: Int
  ) throws(JQFault) {
    let old = chunks
    chunks = []
    size = 0
    let room = maximum
    maximum = Int.max / 4
    defer {
      for chunk in old { chunk.base.deallocate() }
      maximum = room
    }
    let base = UnsafeMutableRawPointer.allocate(byteCount: JQHeap.chunkSize, alignment: 16)
    chunks = [Chunk(base: base, size: JQHeap.chunkSize)]
    size = JQHeap.chunkSize
    cursor = base
    end = base + JQHeap.chunkSize
    var waiting: [(UnsafeMutablePointer<JQValue>, Int)] = roots
    if error.hasBlock, error.flags & JQValue.fixed == 0 {
      var moved = error
      try move(&moved, &waiting)
      error = moved
    }
    while let (start, count) = waiting.popLast() {
      for place in 0..<count where start[place].hasBlock && start[place].flags & JQValue.fixed == 0
      {
        try move(&start[place], &waiting)
      }
    }
    threshold = min(max(JQHeap.firstThreshold, size * 2), room)
    wantsCollection = false
    if size + reserved > room { throw .memory }
  }

  private mutating func move(
    _ value: inout JQValue,
    _ waiting: inout [(UnsafeMutablePointer<JQValue>, Int)]
  ) throws(JQFault) {
    let block = value.block
    if let place = JQBlock.moved(block) {
      value.payload = UInt64(UInt(bitPattern: place))
      return
    }
    let kind = value.kind
    let byteCount = JQBlock.size(of: kind, capacity: JQBlock.capacity(block))
    let place = try allocate(byteCount)
    place.copyMemory(from: block, byteCount: byteCount)
    JQBlock.setMoved(block, place)
    value.payload = UInt64(UInt(bitPattern: place))
    switch kind {
    case .array: waiting.append((JQBlock.values(place), JQBlock.count(place)))
    case .object: waiting.append((JQBlock.members(place), 2 * JQBlock.count(place)))
    case .path: waiting.append((JQBlock.values(place), 2))
    default: break
    }
  }
}
