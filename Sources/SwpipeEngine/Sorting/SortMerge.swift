internal import SwpipeCore

/// Goes through several sorted runs as through one; a binary heap of their cursors.
struct SortMerge {
  private var heap: [SortCursor] = []

  init(_ cursors: [SortCursor]) throws(RunFailure) {
    for cursor in cursors where try cursor.advance() {
      heap.append(cursor)
    }
    for position in (0..<heap.count / 2).reversed() { siftDown(position) }
  }

  /// The cursor at the record that is due; nil at the end.
  var current: SortCursor? { heap.first }

  /// Moves on to the next record.
  mutating func advance() throws(RunFailure) {
    guard let top = heap.first else { return }
    if try !top.advance() {
      let last = heap.removeLast()
      if heap.isEmpty { return }
      heap[0] = last
    }
    siftDown(0)
  }

  private mutating func siftDown(_ start: Int) {
    var position = start
    while true {
      var least = position
      for child in 2 * position + 1..<2 * position + 3
      where child < heap.count && heap[child].precedes(heap[least]) {
        least = child
      }
      if least == position { return }
      heap.swapAt(position, least)
      position = least
    }
  }
}
