internal import SwpipeCore

/// Elements that wait to be sorted, as records back to back.
///
/// Each is a copy, so that a single element does not hold the whole batch that it came in.
struct SortBuffer: ~Copyable {
  struct Entry: Sendable {
    /// The first number of the element_index, which decides nearly every comparison.
    var first: Int64
    /// Where the record starts.
    var offset: Int
  }

  private(set) var bytes: [UInt8] = []
  private(set) var entries: [Entry] = []

  /// The bytes that the elements take here.
  var byteCount: Int { bytes.count + entries.count * MemoryLayout<Entry>.stride }

  mutating func append(_ slice: borrowing Slice, _ position: Int, shape: Int, input: Int) {
    entries.append(Entry(first: slice.sourcePosition(position), offset: bytes.count))
    let depth = slice.depth
    slice.withElement(position) { element in
      let header = SortHeader(byteCount: element.count, shape: shape, depth: depth, input: input)
      withUnsafeBytes(of: header) { bytes.append(contentsOf: $0) }
    }
    for level in 0..<depth {
      withUnsafeBytes(of: slice.indexNumber(position, level: level)) {
        bytes.append(contentsOf: $0)
      }
    }
    slice.withElement(position) { element in
      element.withUnsafeBufferPointer { bytes.append(contentsOf: $0) }
    }
  }

  /// Sorts by element_index, then by input, then by arrival.
  mutating func sort() {
    var entries = entries
    self.entries = []
    bytes.withUnsafeBytes { bytes in
      entries.sort { a, b in
        a.first == b.first
          ? SortBuffer.precedes(bytes, a.offset, b.offset) : a.first < b.first
      }
    }
    self.entries = entries
  }

  mutating func removeAll() {
    bytes.removeAll(keepingCapacity: true)
    entries.removeAll(keepingCapacity: true)
  }

  /// Compares two records whose first numbers are equal; records stand in the order of arrival.
  private static func precedes(_ bytes: UnsafeRawBufferPointer, _ a: Int, _ b: Int) -> Bool {
    let first = SortHeader.read(bytes, at: a)
    let second = SortHeader.read(bytes, at: b)
    let depth = Int(min(first.depth, second.depth))
    var level = 1
    while level < depth {
      let left = SortHeader.number(bytes, at: a, level: level)
      let right = SortHeader.number(bytes, at: b, level: level)
      if left != right { return left < right }
      level += 1
    }
    if first.depth != second.depth { return first.depth < second.depth }
    return first.input == second.input ? a < b : first.input < second.input
  }
}
