private import Glibc

/// Keys with a row of cells each: a hash table over bytes in arenas, without an object for each key.
///
/// A key has the bytes that it is compared by, and those that it is printed as.
struct KeyTable: ~Copyable {
  private struct Entry: BitwiseCopyable {
    var hash: UInt64
    var offset: UInt64
    var keyLength: UInt32
    /// 0 where it is printed as the key.
    var printedLength: UInt32
  }

  /// The places of entries from 1, 0 for none; a power of two of them, at most half of them used.
  private var slots: UnsafeMutablePointer<UInt32>
  private var slotCount: Int
  private var entries = ByteArena()
  private var keys = ByteArena()
  private var rows = ByteArena()
  private let rowSize: Int
  private(set) var count = 0

  private static let entrySize = MemoryLayout<Entry>.stride
  private static let firstSlots = 64

  /// Rows have `rowSize` bytes, a multiple of 16, and begin with zeros.
  init(rowSize: Int) {
    self.rowSize = rowSize
    slotCount = KeyTable.firstSlots
    slots = .allocate(capacity: slotCount)
    slots.initialize(repeating: 0, count: slotCount)
  }

  deinit { slots.deallocate() }

  /// The memory that it takes.
  var byteCount: Int { slotCount * 4 + entries.count + keys.count + rows.count }

  /// The row of a key, which is new if it is not there; valid until the next call.
  @inline(__always)
  mutating func row(_ key: UnsafeRawBufferPointer, printed: UnsafeRawBufferPointer? = nil)
    -> UnsafeMutableRawPointer
  {
    let hash = XXHash.xxh3(key.assumingMemoryBound(to: UInt8.self))
    var slot = Int(truncatingIfNeeded: hash) & (slotCount - 1)
    while true {
      let place = Int(slots[slot])
      if place == 0 { break }
      let entry = self.entry(place - 1)
      if entry.hash == hash, Int(entry.keyLength) == key.count,
        Bytes.compare(keys[Int(entry.offset), key.count], key, key.count) == 0
      {
        if let printed { improve(place - 1, key, printed) }
        return rows.pointer((place - 1) * rowSize)
      }
      slot = (slot + 1) & (slotCount - 1)
    }
    return insert(key, printed, hash, at: slot)
  }

  private mutating func insert(
    _ key: UnsafeRawBufferPointer,
    _ printed: UnsafeRawBufferPointer?,
    _ hash: UInt64,
    at slot: Int
  ) -> UnsafeMutableRawPointer {
    count += 1
    slots[slot] = UInt32(count)
    var entry = Entry(
      hash: hash,
      offset: UInt64(keys.count),
      keyLength: UInt32(key.count),
      printedLength: 0
    )
    keys.append(key)
    if let printed, !Self.areEqual(key, printed) {
      entry.printedLength = UInt32(printed.count)
      keys.append(printed)
    }
    entries.append(entry)
    let offset = rows.add(rowSize)
    let row = rows.pointer(offset)
    memset(row, 0, rowSize)
    if count * 2 > slotCount { growSlots() }
    return row
  }

  /// Of several ways to print equal keys the shortest is taken, and of these the first by its bytes, so that
  /// it is the same one whatever came first.
  private mutating func improve(
    _ place: Int,
    _ key: UnsafeRawBufferPointer,
    _ printed: UnsafeRawBufferPointer
  ) {
    var entry = self.entry(place)
    let old = self.printed(place)
    guard
      printed.count < old.count
        || (printed.count == old.count && Bytes.compare(printed, old, old.count) < 0)
    else { return }
    entry.offset = UInt64(keys.count)
    keys.append(key)
    entry.printedLength = UInt32(printed.count)
    keys.append(printed)
    entries.pointer(place * KeyTable.entrySize).storeBytes(of: entry, as: Entry.self)
  }

  private static func areEqual(_ a: UnsafeRawBufferPointer, _ b: UnsafeRawBufferPointer) -> Bool {
    a.count == b.count && Bytes.compare(a, b, a.count) == 0
  }

  @inline(__always)
  private func entry(_ place: Int) -> Entry {
    entries.pointer(place * KeyTable.entrySize).load(as: Entry.self)
  }

  /// The key at a place from 0 up to `count`, in the order in which they came.
  func key(_ place: Int) -> UnsafeRawBufferPointer {
    let entry = entry(place)
    return keys[Int(entry.offset), Int(entry.keyLength)]
  }

  func printed(_ place: Int) -> UnsafeRawBufferPointer {
    let entry = entry(place)
    guard entry.printedLength > 0 else { return key(place) }
    return keys[Int(entry.offset) + Int(entry.keyLength), Int(entry.printedLength)]
  }

  func row(at place: Int) -> UnsafeMutableRawPointer { rows.pointer(place * rowSize) }

  mutating func removeAll() {
    slots.deallocate()
    slotCount = KeyTable.firstSlots
    slots = .allocate(capacity: slotCount)
    slots.initialize(repeating: 0, count: slotCount)
    entries.release()
    keys.release()
    rows.release()
    count = 0
  }

  private mutating func growSlots() {
    slots.deallocate()
    slotCount *= 2
    slots = .allocate(capacity: slotCount)
    slots.initialize(repeating: 0, count: slotCount)
    for place in 0..<count {
      var slot = Int(truncatingIfNeeded: entry(place).hash) & (slotCount - 1)
      while slots[slot] != 0 { slot = (slot + 1) & (slotCount - 1) }
      slots[slot] = UInt32(place + 1)
    }
  }
}
