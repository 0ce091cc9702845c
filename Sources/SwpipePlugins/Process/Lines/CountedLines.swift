private import Glibc

/// The whole lines at the beginning of what a filter has written.
struct CountedLines {
  /// Where the newline of each is.
  private var ends: [Int] = []
  private var scanned = 0

  var count: Int { ends.count }
  /// The bytes of all of them, newlines included.
  var byteCount: Int { (ends.last ?? -1) + 1 }

  /// Counts on, in bytes that begin with those of the last call.
  mutating func scan(_ bytes: UnsafeRawBufferPointer) {
    guard let base = bytes.baseAddress else { return }
    while scanned < bytes.count,
      let found = memchr(base + scanned, Int32(UInt8(ascii: "\n")), bytes.count - scanned)
    {
      let end = UnsafeRawPointer(found) - base
      ends.append(end)
      scanned = end + 1
    }
    scanned = bytes.count
  }

  /// The bytes of a line, its newline left out.
  subscript(index: Int) -> Range<Int> {
    (index == 0 ? 0 : ends[index - 1] + 1)..<ends[index]
  }

  /// Forgets all but the first so many.
  mutating func keep(_ count: Int) {
    ends.removeLast(ends.count - count)
  }

  mutating func removeAll() {
    ends.removeAll(keepingCapacity: true)
    scanned = 0
  }
}
