internal import SwpipeCore
internal import SwpipeJQ

/// A reduce whose state is a row of cells for each key, or one row for all elements.
///
/// Past what memory may hold, the rows go to disk by their keys, and those of one key are merged at the
/// end. What comes out is in the order of the keys.
final class GroupReduction: Reduction {
  /// What an element is that comes of a row.
  enum Shape {
    /// The value of the only column.
    case value
    /// An object of the key and the columns, with the name of the key.
    case object(key: String)
  }

  private let key: ElementValue?
  private let cells: Cells
  private let shape: Shape
  private let context: TransformContext
  private var table: KeyTable
  /// The rows that did not stay in memory.
  private var sorter: RecordSorter
  private var merge: RecordMerge?
  /// The type of elements that are kept as they are.
  private var type: ElementType?
  /// That of all others; nil where it is the type that came in.
  private let gives: ElementType?

  init(
    by key: ElementValue?,
    _ columns: [Column],
    _ shape: Shape,
    gives: ElementType?,
    _ context: TransformContext
  ) {
    self.key = key
    self.shape = shape
    self.gives = gives
    self.context = context
    cells = Cells(columns)
    table = KeyTable(rowSize: cells.rowSize)
    sorter = RecordSorter(context, for: "grouping")
  }

  var nextType: ElementType { gives ?? type ?? .text }

  // MARK: Elements

  func add(_ slice: borrowing Slice, from position: inout Int) throws(ElementFailure) {
    type = slice.type
    if key == nil, cells.columns.count == 1, cells.columns[0].aggregate == .count {
      let row = table.row(GroupReduction.onlyKey)
      let count = slice.range.upperBound - position
      row.assumingMemoryBound(to: UInt64.self).pointee += UInt64(count)
      position += count
      return
    }
    while position < slice.range.upperBound {
      if let key {
        guard try key.read(slice, position) else { return }
      }
      guard try cells.read(slice, position, after: key) else { return }
      try cells.add(slice, position, to: try row())
      position += 1
      if table.byteCount + cells.byteCount > context.heldLimit { try spillAsElement() }
    }
  }

  private static var onlyKey: UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(start: nil, count: 0)
  }

  /// The row of the element that was read.
  @inline(__always)
  private func row() throws(ElementFailure) -> UnsafeMutableRawPointer {
    guard let key else { return table.row(GroupReduction.onlyKey) }
    let kind = key.kind
    guard kind == .number || kind == .array || kind == .object else {
      return table.row(UnsafeRawBufferPointer(try key.canonical()))
    }
    // Both are written to the same place.
    let canonical = Array(try key.canonical())
    let printed = UnsafeRawBufferPointer(try key.json())
    return canonical.withUnsafeBytes { table.row($0, printed: printed) }
  }

  private func spillAsElement() throws(ElementFailure) {
    do throws(RunFailure) {
      try spill()
    } catch {
      throw ElementFailure(error.message, kind: .resource)
    }
  }

  // MARK: Rows

  /// Moves the rows from memory to the sorter.
  private func spill() throws(RunFailure) {
    for place in 0..<table.count {
      let key = table.key(place)
      let printed = table.printed(place)
      sorter.add { arena in
        OrderedKey.append(json: printed, to: &arena)
        // Equal in the order need not be equal.
        arena.append(key)
      } content: { arena in
        append(key, printed, table.row(at: place), to: &arena)
      }
      try sorter.spillIfFull()
    }
    table.removeAll()
    cells.removeAll()
  }

  private func append(
    _ key: UnsafeRawBufferPointer,
    _ printed: UnsafeRawBufferPointer,
    _ row: UnsafeMutableRawPointer,
    to arena: inout ByteArena
  ) {
    arena.append(UInt32(key.count))
    arena.append(key)
    arena.append(UInt32(printed.count))
    arena.append(printed)
    cells.write(row, to: &arena)
  }

  func give(_ part: (UnsafeRawBufferPointer) throws(RunFailure) -> Void) throws(RunFailure) {
    var arena = ByteArena()
    arena.append(GroupReduction.number(of: type))
    for place in 0..<table.count {
      append(table.key(place), table.printed(place), table.row(at: place), to: &arena)
      if arena.count > GroupReduction.partSize {
        try part(arena.bytes)
        arena.removeAll()
        arena.append(GroupReduction.number(of: type))
      }
    }
    table.removeAll()
    var merge = try sorter.merge()
    while let cursor = merge.current {
      arena.append(cursor.content)
      if arena.count > GroupReduction.partSize {
        try part(arena.bytes)
        arena.removeAll()
        arena.append(GroupReduction.number(of: type))
      }
      try merge.advance()
    }
    if arena.count > 1 { try part(arena.bytes) }
    sorter = RecordSorter(context, for: "grouping")
    cells.removeAll()
  }

  private static let partSize = 1 << 20

  private static func number(of type: ElementType?) -> UInt8 {
    switch type {
    case nil: 0
    case .text: 1
    case .json: 2
    }
  }

  func take(_ part: UnsafeRawBufferPointer) throws(RunFailure) {
    var reader = ByteReader(part)
    switch reader.field(UInt8.self) {
    case 1: type = .text
    case 2: type = type ?? .json
    default: break
    }
    while !reader.isAtEnd {
      guard let key = reader.counted(), let printed = reader.counted() else { throw garbled }
      let row = table.row(key, printed: self.key == nil ? nil : printed)
      guard cells.merge(&reader, into: row) else { throw garbled }
      if table.byteCount + cells.byteCount > context.heldLimit { try spill() }
    }
  }

  private var garbled: RunFailure {
    RunFailure(.internalCheck, "a worker's part of the result makes no sense")
  }

  // MARK: Results

  func emit(into output: inout BatchBuilder) throws(RunFailure) -> Bool {
    if key == nil {
      let row = table.row(GroupReduction.onlyKey)
      if cells.hasResult(0, row) {
        cells.append(0, row, to: &output, isBare: true)
        output.endElement()
      }
      return true
    }
    var merge: RecordMerge
    if let begun = self.merge {
      merge = begun
    } else {
      try spill()
      merge = try sorter.merge()
    }
    while let cursor = merge.current, !output.isFull {
      // All rows of one key stand one behind the other.
      let order = Array(cursor.key)
      while let cursor = merge.current, order.elementsEqual(cursor.key) {
        var reader = ByteReader(cursor.content)
        guard let key = reader.counted(), let printed = reader.counted() else { throw garbled }
        guard cells.merge(&reader, into: table.row(key, printed: printed)) else { throw garbled }
        try merge.advance()
      }
      appendRow(to: &output)
      table.removeAll()
      cells.removeAll()
    }
    self.merge = merge
    return merge.current == nil
  }

  private func appendRow(to output: inout BatchBuilder) {
    let row = table.row(at: 0)
    guard case .object(let name) = shape else {
      cells.append(0, row, to: &output)
      output.endElement()
      return
    }
    output.append(utf8: "{")
    output.append(utf8: JSONText.quoted(name))
    output.append(UInt8(ascii: ":"))
    output.append(table.printed(0).bytes)
    for (place, column) in cells.columns.enumerated() {
      output.append(UInt8(ascii: ","))
      output.append(utf8: JSONText.quoted(column.name))
      output.append(UInt8(ascii: ":"))
      cells.append(place, row, to: &output)
    }
    output.append(UInt8(ascii: "}"))
    output.endElement()
  }
}
