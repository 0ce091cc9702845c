internal import Glibc

/// Elements in the making: what sources fill and transforms emit into, until it is frozen.
///
/// A struct passed `inout`, never a class, so that the per-element path has neither exclusivity
/// checks nor reference counts. While a stage runs, the builder also knows the slice that comes in:
/// `position` is the element being worked on, so that what is emitted gets its element_index.
public struct BatchBuilder: ~Copyable {
  /// What `endElement` does with an element, by the operator of the stage.
  @usableFromInline
  enum Mode {
    /// A source: indices count up from `firstIndex`.
    case source
    /// map: the index of the element being worked on.
    case map
    /// filter: elements pass by `decide`, in runs.
    case filter
    /// flat_map: that index and one number more.
    case flatMap
    /// each: emitted elements are dropped.
    case each
    /// route: elements get a way each, and none is copied.
    case route
    /// Copies of elements, which come with their indices.
    case copy
  }

  @usableFromInline var bytes: UnsafeMutableRawPointer?
  /// Bytes written, the unfinished element included.
  public var byteCount = 0
  @usableFromInline var byteCapacity = 0
  @usableFromInline var ends: UnsafeMutablePointer<UInt32>?
  /// Finished elements.
  public var count = 0
  @usableFromInline var endsCapacity = 0
  @usableFromInline var firstIndex: Int64 = 0
  @usableFromInline var indexList: UnsafeMutablePointer<Int64>?
  @usableFromInline var indexCapacity = 0
  @usableFromInline var isContiguous = true
  /// A little more than the last batch that took its arena with it had, so that the next arena need
  /// not grow to that size in steps, each of which copies and leaves a hole behind.
  @usableFromInline var expectedBytes = 0
  @usableFromInline var expectedCount = 0
  /// Where the unfinished element starts.
  @usableFromInline var elementStart = 0

  @usableFromInline var mode = Mode.source
  @usableFromInline var depth = 1
  /// What the elements will be.
  public var type = ElementType.text
  /// The byte that goes behind each element.
  public var separator = UInt8(ascii: "\n")
  var source = 0

  @usableFromInline var inputIndexList: UnsafePointer<Int64>?
  @usableFromInline var inputFirstIndex: Int64 = 0
  @usableFromInline var inputDepth = 1
  @usableFromInline var inputBytes: UnsafeRawPointer?
  @usableFromInline var inputEnds: UnsafePointer<UInt32>?
  /// The element being worked on, by its position in the batch; the next one between elements.
  public var position = 0
  /// Where a flat_map goes on within the element at `position`; 0 at its start.
  public var cursor = 0
  /// How many elements a flat_map has emitted for the element at `position`.
  @usableFromInline var emitted: Int64 = 0

  @usableFromInline var isInverted = false
  @usableFromInline var runStart = 0
  @usableFromInline var runEnd = 0
  /// By element of a route, from position `waysStart` on: the way that it goes.
  @usableFromInline var ways: [UInt16] = []
  @usableFromInline var waysStart = 0
  /// Elements that a filter kept of this slice, or a route sent on.
  public var kept = 0
  /// How many of those `takeKept` has given already.
  var reportedKept = 0

  /// The bytes past which a transform is asked to return and be called again.
  public var softByteLimit = 256 << 10
  /// The same as a number of elements, which only flat_map looks at.
  public var softCountLimit = Int.max
  /// Whether a flat_map's element is handed on only as a whole, because it may yet fail.
  public var holdsElements = false
  /// The bytes of one held element, indices included, past which a transform is asked to return.
  public var heldByteLimit = 64 << 20
  /// Whether a transform is asked to return when the element at `position` is done.
  public var endsAfterElement = false
  /// Where the output of the element at `position` begins.
  @usableFromInline var markedCount = 0
  @usableFromInline var markedByteCount = 0

  /// An empty builder, which allocates with its first byte.
  public init() {}

  deinit {
    free(bytes)
    free(ends)
    free(indexList)
  }

  /// Whether the transform should return now; it is called again after the hand-on.
  @inlinable
  public var isFull: Bool {
    if holdsElements {
      if emitted > 0 { return heldByteCount >= heldByteLimit }
      if endsAfterElement { return true }
    }
    return byteCount >= softByteLimit || (mode == .flatMap && count >= softCountLimit)
  }

  // MARK: Writing

  /// Appends bytes to the unfinished element.
  @inlinable
  public mutating func append(_ span: Span<UInt8>) {
    span.withUnsafeBufferPointer { append(raw: UnsafeRawBufferPointer($0)) }
  }

  /// Appends one byte to the unfinished element.
  @inlinable
  public mutating func append(_ byte: UInt8) {
    let target = room(1)
    target.storeBytes(of: byte, as: UInt8.self)
    byteCount += 1
  }

  /// Appends the UTF-8 of a text to the unfinished element.
  public mutating func append(utf8 text: String) {
    var text = text
    text.withUTF8 { append(raw: UnsafeRawBufferPointer($0)) }
  }

  /// Appends `span`, each byte turned by `transform`; written so that the loop vectorises.
  @inlinable
  public mutating func append(_ span: Span<UInt8>, mapping transform: (UInt8) -> UInt8) {
    let target = room(span.count).assumingMemoryBound(to: UInt8.self)
    span.withUnsafeBufferPointer { source in
      for i in 0..<source.count { target[i] = transform(source[i]) }
    }
    byteCount += span.count
  }

  /// Lets `body` write up to `capacity` bytes at the end of the unfinished element.
  @inlinable
  public mutating func append<Failure: Error>(
    capacity: Int,
    _ body: (inout OutputSpan<UInt8>) throws(Failure) -> Void
  ) throws(Failure) {
    let start = room(capacity).assumingMemoryBound(to: UInt8.self)
    var output = OutputSpan(
      buffer: UnsafeMutableBufferPointer(start: start, count: capacity),
      initializedCount: 0
    )
    try body(&output)
    byteCount += output.finalize(for: UnsafeMutableBufferPointer(start: start, count: capacity))
  }

  @inlinable
  mutating func append(raw buffer: UnsafeRawBufferPointer) {
    let target = room(buffer.count)
    if let source = buffer.baseAddress {
      target.copyMemory(from: source, byteCount: buffer.count)
    }
    byteCount += buffer.count
  }

  /// Ends the element: what was appended since the last one becomes an element of its own.
  @inlinable
  public mutating func endElement() {
    if mode == .each {
      byteCount = elementStart
      emitted += 1
      return
    }
    let end = byteCount
    room(1).storeBytes(of: separator, as: UInt8.self)
    byteCount += 1
    elementStart = byteCount
    addEnd(end)
  }

  /// Calls `body` with the bytes of the unfinished element.
  @inlinable
  public func withUnfinished<Result>(_ body: (Span<UInt8>) -> Result) -> Result {
    let count = byteCount - elementStart
    let start = bytes.map { ($0 + elementStart).assumingMemoryBound(to: UInt8.self) }
    return body(UnsafeBufferPointer(start: start, count: start == nil ? 0 : count).span)
  }

  /// Drops what was appended since the last element.
  @inlinable
  public mutating func rollBack() {
    byteCount = elementStart
  }

  @inlinable
  mutating func addEnd(_ end: Int) {
    if count == endsCapacity { growEnds() }
    ends.unsafelyUnwrapped[count] = UInt32(truncatingIfNeeded: end)
    switch mode {
    case .source, .each, .route, .copy: break
    case .map, .filter: addIndex(at: position)
    case .flatMap:
      addNestedIndex()
      emitted += 1
    }
    count += 1
  }

  @inlinable
  mutating func addIndex(at position: Int) {
    if inputIndexList == nil, isContiguous {
      let index = inputFirstIndex + Int64(position)
      if count == 0 { firstIndex = index }
      if index == firstIndex + Int64(count) { return }
    }
    addListedIndex(at: position)
  }

  /// Room for more than `needed` further bytes, so that there is a place for none as well.
  @inlinable
  mutating func room(_ needed: Int) -> UnsafeMutableRawPointer {
    if byteCapacity - byteCount <= needed { growBytes(needed) }
    return bytes.unsafelyUnwrapped + byteCount
  }
}
