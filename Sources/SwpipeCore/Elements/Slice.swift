/// A view of some elements of a batch; valid while the call that it was passed to runs.
public struct Slice: ~Copyable {
  // The pointers are those of a batch that the maker of the slice keeps alive.
  @usableFromInline let bytes: UnsafeRawPointer
  @usableFromInline let ends: UnsafePointer<UInt32>
  @usableFromInline let indexList: UnsafePointer<Int64>?
  @usableFromInline let firstIndex: Int64
  /// The elements' positions within the batch; subscripts of the slice are these positions.
  public let range: Range<Int>
  /// The numbers in each element_index.
  public let depth: Int
  /// What the bytes of each element are.
  public let type: ElementType
  /// The byte behind each element.
  public let separator: UInt8
  /// The ordinal of the source that the elements came from.
  public let source: Int

  /// Views a part of a batch, which the caller must keep alive for as long as the slice.
  @inlinable
  public init(_ batch: Batch, _ range: Range<Int>) {
    precondition(range.lowerBound >= 0 && range.upperBound <= batch.count)
    bytes = UnsafeRawPointer(batch.bytes)
    ends = UnsafePointer(batch.ends)
    indexList = batch.indexList.map { UnsafePointer($0) }
    firstIndex = batch.firstIndex
    self.range = range
    depth = batch.depth
    type = batch.type
    separator = batch.separator
    source = batch.source
  }

  /// The number of elements.
  @inlinable public var count: Int { range.count }

  /// Calls `body` with the bytes of one element, without its separator.
  @inlinable
  public func withElement<Result, Failure: Error>(
    _ position: Int,
    _ body: (Span<UInt8>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let buffer = buffer(position)
    return try body(buffer.span)
  }

  /// Calls `body` with all elements back to back, each with its separator.
  @inlinable
  public func withBytes<Result, Failure: Error>(
    _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    guard !range.isEmpty else { return try body(UnsafeRawBufferPointer(start: nil, count: 0)) }
    let start = start(range.lowerBound)
    let end = Int(ends[range.upperBound - 1]) + 1
    return try body(UnsafeRawBufferPointer(start: bytes + start, count: end - start))
  }

  /// The element_index of one element.
  ///
  /// Allocates; for messages and for who asks for it.
  public func elementIndex(_ position: Int) -> ElementIndex {
    guard let indexList else { return ElementIndex([Int(firstIndex) + position]) }
    return ElementIndex((0..<depth).map { Int(indexList[position * depth + $0]) })
  }

  /// The first number of an element_index: the position in the source.
  @inlinable
  public func sourcePosition(_ position: Int) -> Int64 {
    indexList.map { $0[position * depth] } ?? firstIndex + Int64(position)
  }

  /// One number of an element_index, without making the whole; `level` counts from 0 to `depth - 1`.
  @inlinable
  public func indexNumber(_ position: Int, level: Int) -> Int64 {
    indexList.map { $0[position * depth + level] } ?? firstIndex + Int64(position)
  }

  /// The offset of an element's end relative to the start of `withBytes`' buffer.
  @inlinable
  public func endOffset(_ position: Int) -> Int {
    Int(ends[position]) - start(range.lowerBound)
  }

  @inlinable
  func start(_ position: Int) -> Int {
    position == 0 ? 0 : Int(ends[position - 1]) + 1
  }

  @inlinable
  func buffer(_ position: Int) -> UnsafeBufferPointer<UInt8> {
    precondition(range.contains(position))
    let start = start(position)
    return UnsafeBufferPointer(
      start: (bytes + start).assumingMemoryBound(to: UInt8.self),
      count: Int(ends[position]) - start
    )
  }
}
