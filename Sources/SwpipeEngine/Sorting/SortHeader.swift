internal import SwpipeCore

/// The head of a record: an element that waits to be sorted, laid out the same in memory and on disk.
///
/// Behind it stand the numbers of the element_index, 8 bytes each, then the element's bytes.
struct SortHeader: BitwiseCopyable {
  /// The length of the element.
  var byteCount: UInt32
  /// What the sorter knows about the element besides, by number.
  var shape: UInt32
  /// The numbers in the element_index.
  var depth: UInt32
  /// Which of the stage's inputs the element came by.
  var input: UInt32

  static let size = MemoryLayout<SortHeader>.size

  init(byteCount: Int, shape: Int, depth: Int, input: Int) {
    self.byteCount = UInt32(byteCount)
    self.shape = UInt32(shape)
    self.depth = UInt32(depth)
    self.input = UInt32(input)
  }

  /// Where the element's bytes start, from the start of the record.
  var elementOffset: Int { SortHeader.size + 8 * Int(depth) }
  /// The length of the record.
  var recordSize: Int { elementOffset + Int(byteCount) }

  /// The head of the record that starts at an offset.
  static func read(_ bytes: UnsafeRawBufferPointer, at offset: Int) -> SortHeader {
    bytes.loadUnaligned(fromByteOffset: offset, as: SortHeader.self)
  }

  /// One number of the element_index of the record that starts at an offset.
  static func number(_ bytes: UnsafeRawBufferPointer, at offset: Int, level: Int) -> Int64 {
    bytes.loadUnaligned(fromByteOffset: offset + size + 8 * level, as: Int64.self)
  }
}
