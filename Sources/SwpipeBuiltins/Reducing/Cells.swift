internal import SwpipeCore
internal import SwpipeJQ

/// One result of a reduce: its name, how it is computed, and of what.
struct Column {
  var name: String
  var aggregate: Aggregate
  /// Nil for a count, and for whole elements.
  var value: ElementValue?
}

/// The cells of rows: takes in elements, merges rows, writes them as bytes and as JSON.
///
/// What has no fixed size is beside the rows, in an arena that all of them share.
final class Cells {
  let columns: [Column]
  let rowSize: Int
  let offsets: [Int]
  let wides = WideSums()
  private(set) var blobs = ByteArena()
  /// What was read of the element at hand, before anything of it is kept.
  private var amounts: [Amount?]
  private var order = ByteArena()
  private let needsOrder: Bool

  init(_ columns: [Column]) {
    self.columns = columns
    var offset = 0
    offsets = columns.map { column in
      defer { offset += column.aggregate.size }
      return offset
    }
    rowSize = max(16, offset)
    amounts = Array(repeating: nil, count: columns.count)
    needsOrder = columns.contains { column in
      switch column.aggregate {
      case .first, .last, .collect, .join: true
      default: false
      }
    }
  }

  /// The memory that is taken beside the rows.
  var byteCount: Int { wides.byteCount + blobs.count }

  /// Forgets what is beside the rows, which are gone.
  func removeAll() {
    wides.removeAll()
    blobs.release()
  }

  // MARK: Elements

  /// Evaluates the expressions for an element, after `key` was; false where the run stops.
  func read(_ slice: borrowing Slice, _ position: Int, after key: ElementValue?)
    throws(ElementFailure) -> Bool
  {
    var shared = key
    for i in columns.indices {
      guard let value = columns[i].value else { continue }
      guard try value.read(slice, position, after: shared) else { return false }
      if shared == nil { shared = value }
      guard columns[i].aggregate.takesNumbers else { continue }
      amounts[i] = value.isNull ? nil : try value.amount()
    }
    if needsOrder {
      order.removeAll()
      OrderedKey.append(slice, position, to: &order)
    }
    return true
  }

  /// Adds the element that was read to a row.
  func add(_ slice: borrowing Slice, _ position: Int, to row: UnsafeMutableRawPointer)
    throws(ElementFailure)
  {
    for i in columns.indices {
      let cell = row + offsets[i]
      switch columns[i].aggregate {
      case .count: cell.assumingMemoryBound(to: UInt64.self).pointee += 1
      case .sum, .mean:
        if let amount = amounts[i] {
          cell.assumingMemoryBound(to: ExactSum.self).pointee.add(amount, wides)
        }
      case .stdev:
        if let amount = amounts[i] {
          cell.assumingMemoryBound(to: ExactSpread.self).pointee.add(amount, wides)
        }
      case .min: try addExtreme(i, cell, isMax: false)
      case .max: try addExtreme(i, cell, isMax: true)
      case .first:
        try withValue(i, slice, position) { choose(cell, order.bytes, $0, isLast: false) }
      case .last: try withValue(i, slice, position) { choose(cell, order.bytes, $0, isLast: true) }
      case .collect: try withValue(i, slice, position) { gather(cell, order.bytes, $0) }
      case .join: try withText(i, slice, position) { gather(cell, order.bytes, $0) }
      }
    }
  }

  /// Calls `body` with the JSON of a column's value, or with the element as it is.
  private func withValue(
    _ column: Int,
    _ slice: borrowing Slice,
    _ position: Int,
    _ body: (UnsafeRawBufferPointer) -> Void
  ) throws(ElementFailure) {
    if let value = columns[column].value {
      body(UnsafeRawBufferPointer(try value.json()))
    } else {
      slice.withElement(position) { span in
        span.withUnsafeBufferPointer { body(UnsafeRawBufferPointer($0)) }
      }
    }
  }

  /// The same, with a string as its text.
  private func withText(
    _ column: Int,
    _ slice: borrowing Slice,
    _ position: Int,
    _ body: (UnsafeRawBufferPointer) -> Void
  ) throws(ElementFailure) {
    if let value = columns[column].value, value.kind == .string {
      body(UnsafeRawBufferPointer(try value.stringBytes()))
    } else {
      try withValue(column, slice, position, body)
    }
  }

  private func addExtreme(_ column: Int, _ cell: UnsafeMutableRawPointer, isMax: Bool)
    throws(ElementFailure)
  {
    guard let amount = amounts[column], let value = columns[column].value else { return }
    if let integer = amount.integer {
      // Nearly always it is no new one, which takes no text to see.
      let old = cell.assumingMemoryBound(to: Extreme.self).pointee
      let double = Double(integer)
      if old.capacity > 0, double != old.double, (double > old.double) != isMax { return }
    }
    let text =
      value.kind == .string ? try value.stringBytes() : try value.json()
    setExtreme(cell, NumberOrder.parts(text), UnsafeRawBufferPointer(text), isMax: isMax)
  }

  // MARK: Cells of no fixed size

  func setExtreme(
    _ cell: UnsafeMutableRawPointer,
    _ number: (double: Double, rest: Int64),
    _ text: UnsafeRawBufferPointer,
    isMax: Bool
  ) {
    let cell = cell.assumingMemoryBound(to: Extreme.self)
    guard cell.pointee.gives(number, text, isMax: isMax, blobs) else { return }
    cell.pointee.double = number.double
    cell.pointee.rest = number.rest
    var place = (offset: Int(cell.pointee.offset), capacity: Int(cell.pointee.capacity))
    put(text, at: &place)
    cell.pointee.offset = UInt64(place.offset)
    cell.pointee.capacity = UInt32(place.capacity)
    cell.pointee.length = UInt32(text.count)
  }

  func choose(
    _ cell: UnsafeMutableRawPointer,
    _ key: UnsafeRawBufferPointer,
    _ value: UnsafeRawBufferPointer,
    isLast: Bool
  ) {
    let cell = cell.assumingMemoryBound(to: Chosen.self)
    let old = cell.pointee
    if old.capacity > 0 {
      let order = OrderedKey.compare(key, blobs[Int(old.offset), Int(old.keyLength)])
      guard isLast ? order > 0 : order < 0 else { return }
    }
    var place = (offset: Int(old.offset), capacity: Int(old.capacity))
    put(key, value, at: &place)
    cell.pointee = Chosen(
      offset: UInt64(place.offset),
      keyLength: UInt32(key.count),
      length: UInt32(value.count),
      capacity: UInt32(place.capacity)
    )
  }

  /// Writes bytes over older ones where they fit there.
  private func put(
    _ first: UnsafeRawBufferPointer,
    _ second: UnsafeRawBufferPointer = UnsafeRawBufferPointer(start: nil, count: 0),
    at place: inout (offset: Int, capacity: Int)
  ) {
    let length = first.count + second.count
    if place.capacity < max(length, 1) {
      // With room to spare, so that a value which grows is not copied each time.
      place.capacity = max(16, length + length / 2)
      place.offset = blobs.add(place.capacity)
    }
    let target = blobs.pointer(place.offset)
    if let source = first.baseAddress { target.copyMemory(from: source, byteCount: first.count) }
    if let source = second.baseAddress {
      (target + first.count).copyMemory(from: source, byteCount: second.count)
    }
  }

  func gather(
    _ cell: UnsafeMutableRawPointer,
    _ key: UnsafeRawBufferPointer,
    _ value: UnsafeRawBufferPointer
  ) {
    let cell = cell.assumingMemoryBound(to: Gathered.self)
    let offset = blobs.count
    blobs.append(GatheredHead(keyLength: UInt32(key.count), length: UInt32(value.count)))
    blobs.append(key)
    blobs.append(value)
    let link = UInt64(offset + 1)
    if cell.pointee.tail == 0 {
      cell.pointee.head = link
    } else {
      blobs.pointer(Int(cell.pointee.tail) - 1).storeBytes(of: link, as: UInt64.self)
    }
    cell.pointee.tail = link
    cell.pointee.count += 1
    cell.pointee.byteCount += UInt64(value.count)
  }

  /// The values of a chain by their places among the elements.
  func values(_ cell: Gathered) -> [(
    key: UnsafeRawBufferPointer, value: UnsafeRawBufferPointer
  )] {
    var values: [(key: UnsafeRawBufferPointer, value: UnsafeRawBufferPointer)] = []
    values.reserveCapacity(Int(cell.count))
    var isSorted = true
    var next = cell.head
    while next != 0 {
      let offset = Int(next) - 1
      let head = UnsafeRawPointer(blobs.pointer(offset)).loadUnaligned(as: GatheredHead.self)
      let start = offset + MemoryLayout<GatheredHead>.size
      let key = blobs[start, Int(head.keyLength)]
      let value = blobs[start + Int(head.keyLength), Int(head.length)]
      if let last = values.last, OrderedKey.compare(last.key, key) > 0 { isSorted = false }
      values.append((key, value))
      next = head.next
    }
    if !isSorted { values.sort { OrderedKey.compare($0.key, $1.key) < 0 } }
    return values
  }
}
