internal import Glibc

/// Elements back to back in one arena, each followed by the separator; frozen, shared by reference.
///
/// Element `i` stands from the separator after `i - 1` (or the arena's start) to `ends[i]`; the
/// byte at `ends[i]` is the separator. So an unchanged batch is written with one write(2).
public final class Batch: @unchecked Sendable {
  // SAFETY: all fields are constants, the memory behind the pointers is written before `init` and
  // never after, and freed in `deinit`.
  @usableFromInline let bytes: UnsafeMutableRawPointer
  @usableFromInline let ends: UnsafeMutablePointer<UInt32>
  @usableFromInline let indexList: UnsafeMutablePointer<Int64>?
  /// Bytes in use, separators included.
  public let byteCount: Int
  /// The number of elements, at least 1.
  public let count: Int
  /// The position of the first element, where `indexList` is nil and they are contiguous.
  public let firstIndex: Int64
  /// The numbers in each element_index; `indexList` holds that many per element.
  public let depth: Int
  /// What the bytes of each element are.
  public let type: ElementType
  /// The byte behind each element.
  public let separator: UInt8
  /// The ordinal of the source that the elements came from.
  public let source: Int
  private let budget: MemoryBudget?
  private let heldBytes: Int

  init(
    bytes: UnsafeMutableRawPointer,
    byteCount: Int,
    byteCapacity: Int,
    ends: UnsafeMutablePointer<UInt32>,
    count: Int,
    endsCapacity: Int,
    firstIndex: Int64,
    indexList: UnsafeMutablePointer<Int64>?,
    indexCapacity: Int,
    depth: Int,
    type: ElementType,
    separator: UInt8,
    source: Int,
    budget: MemoryBudget?
  ) {
    self.bytes = bytes
    self.byteCount = byteCount
    self.ends = ends
    self.count = count
    self.firstIndex = firstIndex
    self.indexList = indexList
    self.depth = depth
    self.type = type
    self.separator = separator
    self.source = source
    self.budget = budget
    heldBytes = byteCapacity + 4 * endsCapacity + 8 * indexCapacity
    budget?.take(heldBytes)
  }

  deinit {
    free(bytes)
    free(ends)
    free(indexList)
    budget?.giveBack(heldBytes)
  }

  /// Whether elements `range` fill at least a quarter of the arena, so that holding them for long
  /// holds little else.
  public func isWellFilled(by range: Range<Int>) -> Bool {
    let start = range.lowerBound == 0 ? 0 : Int(ends[range.lowerBound - 1]) + 1
    let end = range.isEmpty ? start : Int(ends[range.upperBound - 1]) + 1
    return (end - start) * 4 >= byteCount
  }

  /// A batch of its own of some elements, which holds nothing of the others; nil for none.
  package func copy(_ range: Range<Int>, budget: MemoryBudget?) -> Batch? {
    let slice = Slice(self, range)
    var builder = BatchBuilder()
    builder.begin(copying: slice.shape)
    for position in range {
      slice.withElement(position) { builder.append($0) }
      builder.endElement { slice.indexNumber(position, level: $0) }
    }
    return builder.freeze(budget: budget)
  }
}
