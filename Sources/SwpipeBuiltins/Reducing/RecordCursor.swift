internal import SwpipeCore

/// Goes through one sorted run of records, in memory or on disk.
final class RecordCursor {
  private let run: Int
  private let file: SpillFile?
  private let readSize: Int
  private var bytes: [UInt8] = []
  private var memory: ByteArena
  private var order: [Int] = []
  private var next = 0
  /// Where the record at hand stands.
  private var place = 0..<0
  private var keyLength = 0

  private static let headSize = 8

  /// Goes through records in memory, in an order of their offsets.
  init(run: Int, records: consuming ByteArena, order: [Int]) {
    self.run = run
    file = nil
    readSize = 0
    memory = records
    self.order = order
  }

  /// Goes through a file that was rewound, reading about `readSize` bytes at once.
  init(run: Int, file: SpillFile, readSize: Int) {
    self.run = run
    self.file = file
    self.readSize = readSize
    memory = ByteArena()
  }

  /// Moves on to the next record; false when there is none.
  func advance() throws(RunFailure) -> Bool {
    guard let file else {
      guard next < order.count else { return false }
      look(at: order[next])
      next += 1
      return true
    }
    guard try fill(from: file, RecordCursor.headSize) else { return false }
    let start = place.upperBound
    let (key, content) = lengths(start)
    guard try fill(from: file, RecordCursor.headSize + key + content) else { throw file.isCutShort }
    look(at: place.upperBound)
    return true
  }

  private func lengths(_ start: Int) -> (key: Int, content: Int) {
    withBytes { bytes in
      (
        Int(bytes.loadUnaligned(fromByteOffset: start, as: UInt32.self)),
        Int(bytes.loadUnaligned(fromByteOffset: start + 4, as: UInt32.self))
      )
    }
  }

  private func look(at start: Int) {
    let (key, content) = lengths(start)
    keyLength = key
    place = start..<start + RecordCursor.headSize + key + content
  }

  private func withBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
    file == nil ? body(memory.bytes) : bytes.withUnsafeBytes(body)
  }

  /// The record at hand as it is written; valid until the next call.
  var record: UnsafeRawBufferPointer { part(0, place.count) }
  var key: UnsafeRawBufferPointer { part(RecordCursor.headSize, keyLength) }
  var content: UnsafeRawBufferPointer {
    let start = RecordCursor.headSize + keyLength
    return part(start, place.count - start)
  }

  private func part(_ start: Int, _ count: Int) -> UnsafeRawBufferPointer {
    // The buffer stays as it is until `advance`.
    withBytes { bytes in
      let from = place.lowerBound + start
      return UnsafeRawBufferPointer(rebasing: bytes[from..<from + count])
    }
  }

  /// Whether the record at hand comes before that of another run.
  func precedes(_ other: RecordCursor) -> Bool {
    let order = OrderedKey.compare(key, other.key)
    return order == 0 ? run < other.run : order < 0
  }

  /// Sees to it that `count` bytes behind the record at hand are in the buffer; false where the file
  /// has less.
  private func fill(from file: SpillFile, _ count: Int) throws(RunFailure) -> Bool {
    guard bytes.count - place.upperBound < count else { return true }
    bytes.removeFirst(place.upperBound)
    place = 0..<0
    while bytes.count < count {
      let wanted = max(readSize, count) - bytes.count
      if try file.read(wanted, into: &bytes) == 0 { return false }
    }
    return true
  }
}

/// Goes through several sorted runs as through one; a binary heap of their cursors.
struct RecordMerge {
  private var heap: [RecordCursor] = []

  init(_ cursors: [RecordCursor]) throws(RunFailure) {
    for cursor in cursors where try cursor.advance() { heap.append(cursor) }
    for position in (0..<heap.count / 2).reversed() { siftDown(position) }
  }

  /// The cursor at the record that is due; nil at the end.
  var current: RecordCursor? { heap.first }

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
