private import Glibc

extension Batch {
  /// Makes a batch of what another process sent: `read` fills the bytes, then the ends, then the
  /// indices if they are listed.
  ///
  /// Nil where that is no batch; nothing of it is trusted, so that a worker process whose memory is
  /// damaged cannot damage this one.
  package static func received<Failure: Error>(
    _ layout: BatchLayout,
    budget: MemoryBudget?,
    _ read: (UnsafeMutableRawBufferPointer) throws(Failure) -> Void
  ) throws(Failure) -> Batch? {
    let (count, depth) = (layout.count, layout.shape.depth)
    guard count > 0, layout.byteCount >= count, layout.byteCount < Int(UInt32.max),
      depth > 0, depth <= deepest, layout.isListed || depth == 1
    else { return nil }
    let bytes = BatchBuilder.reallocate(nil, layout.byteCount + BatchBuilder.padding)
    let ends = BatchBuilder.reallocate(nil, count * 4)
    let listed = layout.isListed ? count * depth : 0
    let indices = layout.isListed ? BatchBuilder.reallocate(nil, listed * 8) : nil
    do throws(Failure) {
      try read(UnsafeMutableRawBufferPointer(start: bytes, count: layout.byteCount))
      try read(UnsafeMutableRawBufferPointer(start: ends, count: count * 4))
      if let indices { try read(UnsafeMutableRawBufferPointer(start: indices, count: listed * 8)) }
    } catch {
      free(bytes)
      free(ends)
      free(indices)
      throw error
    }
    let batch = Batch(
      bytes: bytes,
      byteCount: layout.byteCount,
      byteCapacity: layout.byteCount,
      ends: ends.assumingMemoryBound(to: UInt32.self),
      count: count,
      endsCapacity: count,
      firstIndex: layout.firstIndex,
      indexList: indices?.assumingMemoryBound(to: Int64.self),
      indexCapacity: listed,
      depth: depth,
      type: layout.shape.type,
      separator: layout.shape.separator,
      source: layout.shape.source,
      budget: budget
    )
    return batch.hasSoundEnds ? batch : nil
  }

  /// More flat_maps in a row than any spec has.
  private static let deepest = 4096

  /// Whether each element ends behind the one before it, and the last one with the bytes.
  private var hasSoundEnds: Bool {
    var previous = -1
    for i in 0..<count {
      let end = Int(ends[i])
      if end <= previous { return false }
      previous = end
    }
    return previous == byteCount - 1
  }
}
