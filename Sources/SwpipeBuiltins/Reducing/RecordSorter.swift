internal import SwpipeCore

/// Puts records of a key and a content into the order of their keys, in memory as long as they fit there
/// and on disk past that.
///
/// Keys are compared as bytes; records of equal keys keep the order in which they were added. Each time
/// memory is full, a sorted run is written, and many runs of one size become one, so that neither memory nor
/// descriptors grow with the data: a record is written about once, plus once for each `fanIn`-fold of
/// the limit.
final class RecordSorter {
  private struct Entry: BitwiseCopyable {
    /// The first bytes of the key, which decide most comparisons.
    var prefix: UInt64
    var offset: Int
  }

  private struct Run {
    var file: SpillFile
    /// How often its records were merged before.
    var level: Int
  }

  private static let fanIn = 32
  private static let headSize = 8

  private let limit: Int
  private let directory: String
  private let purpose: String
  private let stop: Futex
  private var records = ByteArena()
  private var entries: [Entry] = []
  private var keyStart = 0
  private var runs: [Run] = []

  /// Holds about `limit` bytes before it writes to `directory`; gives up early when `stop` opens.
  init(limit: Int, directory: String, for purpose: String, stop: Futex) {
    self.limit = limit
    self.directory = directory
    self.purpose = purpose
    self.stop = stop
  }

  convenience init(_ context: TransformContext, for purpose: String) {
    self.init(
      limit: context.heldLimit,
      directory: context.temporaryDirectory,
      for: purpose,
      stop: context.stop
    )
  }

  /// Whether nothing was added.
  var isEmpty: Bool { entries.isEmpty && runs.isEmpty }
  var byteCount: Int { records.count + entries.count * MemoryLayout<Entry>.stride }
  /// How often it wrote a run.
  private(set) var spills = 0

  // MARK: Adding

  /// Adds a record whose key and content the closures append, one after the other; if one throws, nothing
  /// is added.
  @inline(__always)
  func add<Failure: Error>(
    key: (inout ByteArena) throws(Failure) -> Void,
    content: (inout ByteArena) throws(Failure) -> Void
  ) throws(Failure) {
    let start = records.add(RecordSorter.headSize)
    do throws(Failure) {
      try key(&records)
      let end = records.count
      try content(&records)
      finish(start, keyEnd: end)
    } catch {
      records.removeLast(records.count - start)
      throw error
    }
  }

  private func finish(_ start: Int, keyEnd: Int) {
    let key = start + RecordSorter.headSize
    let head = records.pointer(start)
    head.storeBytes(of: UInt32(keyEnd - key), as: UInt32.self)
    head.storeBytes(of: UInt32(records.count - keyEnd), toByteOffset: 4, as: UInt32.self)
    entries.append(Entry(prefix: prefix(key, keyEnd - key), offset: start))
  }

  private func prefix(_ start: Int, _ length: Int) -> UInt64 {
    if length >= 8 { return records.pointer(start).loadUnaligned(as: UInt64.self).bigEndian }
    var prefix: UInt64 = 0
    for byte in records[start, length] { prefix = prefix << 8 | UInt64(byte) }
    return length == 0 ? 0 : prefix << UInt64(8 * (8 - length))
  }

  /// Writes what it holds to disk, if that is much; to be called between records.
  func spillIfFull() throws(RunFailure) {
    if byteCount > limit { try spill() }
  }

  // MARK: Order

  private func sort() {
    let base = UnsafeRawPointer(records.base ?? UnsafeMutableRawPointer(bitPattern: 16))
    guard let base else { return }
    entries.withUnsafeMutableBufferPointer { entries in
      entries.sort { a, b in
        if a.prefix != b.prefix { return a.prefix < b.prefix }
        let order = OrderedKey.compare(
          RecordSorter.key(base + a.offset),
          RecordSorter.key(base + b.offset)
        )
        return order == 0 ? a.offset < b.offset : order < 0
      }
    }
  }

  private static func key(_ record: UnsafeRawPointer) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(
      start: record + headSize,
      count: Int(record.loadUnaligned(as: UInt32.self))
    )
  }

  /// Everything that was added, in order; called once, at the end.
  func merge() throws(RunFailure) -> RecordMerge {
    sort()
    var cursors = cursors(runs[...])
    var order: [Int] = []
    order.reserveCapacity(entries.count)
    for entry in entries { order.append(entry.offset) }
    entries = []
    cursors.append(RecordCursor(run: runs.count, records: records.taken(), order: order))
    runs = []
    return try RecordMerge(cursors)
  }

  // MARK: Disk

  private func spill() throws(RunFailure) {
    sort()
    let file = try SpillFile(for: purpose, in: directory)
    for entry in entries {
      if stop.isOpen { break }
      let head = records.pointer(entry.offset)
      let length =
        RecordSorter.headSize + Int(head.loadUnaligned(as: UInt32.self))
        + Int(head.loadUnaligned(fromByteOffset: 4, as: UInt32.self))
      try file.append(records[entry.offset, length])
    }
    try file.rewind()
    runs.append(Run(file: file, level: 0))
    spills += 1
    records.removeAll()
    entries.removeAll(keepingCapacity: true)
    while let level = runs.last?.level, runs.count >= RecordSorter.fanIn,
      runs[runs.count - RecordSorter.fanIn].level == level, !stop.isOpen
    {
      var merge = try RecordMerge(cursors(runs.suffix(RecordSorter.fanIn)))
      runs.removeLast(RecordSorter.fanIn)
      let file = try SpillFile(for: purpose, in: directory)
      while let cursor = merge.current, !stop.isOpen {
        try file.append(cursor.record)
        try merge.advance()
      }
      try file.rewind()
      runs.append(Run(file: file, level: level + 1))
    }
  }

  private func cursors(_ runs: ArraySlice<Run>) -> [RecordCursor] {
    let readSize = max(4 << 10, min(256 << 10, limit / 64))
    return runs.enumerated().map { number, run in
      RecordCursor(run: number, file: run.file, readSize: readSize)
    }
  }
}
