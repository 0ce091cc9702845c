/// Finds rows by the hash of their key: where each begins, in a table of slots.
///
/// Costs 8 bytes a row and 8 bytes a slot, of which there are up to four for a row.
struct TableIndex: Sendable {
  /// What happens where a key stands twice.
  enum Outcome {
    case added
    /// The row that has the key already.
    case taken(Int)
  }

  /// The upper half of the hash over the row's number plus 1; 0 is a free slot.
  private var slots: [UInt64]
  private let starts: [Int]
  /// Keys that differ.
  private(set) var count = 0

  /// An index over rows that begin at these offsets, none of them in it yet.
  init(starts: [Int]) {
    precondition(starts.count < Int(UInt32.max))
    self.starts = starts
    var size = 4
    while size < starts.count * 2 { size *= 2 }
    slots = Array(repeating: 0, count: size)
  }

  /// Puts a row in; `isSame` says whether the row at an offset has the same key.
  mutating func insert<Failure: Error>(
    _ row: Int,
    hash: UInt64,
    replacing: Bool,
    isSame: (_ offset: Int) throws(Failure) -> Bool
  ) throws(Failure) -> Outcome {
    let entry = hash & ~0xFFFF_FFFF | UInt64(row + 1)
    guard let slot = try slot(hash, isSame) else {
      slots[freeSlot(hash)] = entry
      count += 1
      return .added
    }
    let taken = starts[Int(slots[slot] & 0xFFFF_FFFF) - 1]
    if replacing { slots[slot] = entry }
    return .taken(taken)
  }

  /// Where the row begins whose key has this hash and is the same; nil if there is none.
  func find<Failure: Error>(
    hash: UInt64,
    isSame: (_ offset: Int) throws(Failure) -> Bool
  ) throws(Failure) -> Int? {
    try slot(hash, isSame).map { starts[Int(slots[$0] & 0xFFFF_FFFF) - 1] }
  }

  private func slot<Failure: Error>(
    _ hash: UInt64,
    _ isSame: (_ offset: Int) throws(Failure) -> Bool
  ) throws(Failure) -> Int? {
    var slot = Int(hash & UInt64(slots.count - 1))
    while slots[slot] != 0 {
      if (slots[slot] ^ hash) >> 32 == 0,
        try isSame(starts[Int(slots[slot] & 0xFFFF_FFFF) - 1])
      {
        return slot
      }
      slot = (slot + 1) & (slots.count - 1)
    }
    return nil
  }

  private func freeSlot(_ hash: UInt64) -> Int {
    var slot = Int(hash & UInt64(slots.count - 1))
    while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
    return slot
  }
}
