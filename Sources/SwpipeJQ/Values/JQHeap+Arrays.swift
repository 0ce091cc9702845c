internal import CJSONIndex

extension JQHeap {
  /// An empty array with room for so many values.
  mutating func newArray(capacity: Int) throws(JQFault) -> JQValue {
    guard capacity < 1 << 28 else { throw .memory }
    let block = try allocate(JQBlock.headSize + capacity * 16)
    JQBlock.start(block, count: 0, capacity: capacity)
    return JQValue(.array, block, flags: JQValue.unique)
  }

  mutating func array(_ values: [JQValue]) throws(JQFault) -> JQValue {
    let array = try newArray(capacity: values.count)
    let target = JQBlock.values(array.block)
    for (place, value) in values.enumerated() { target[place] = value }
    JQBlock.setCount(array.block, values.count)
    return array
  }

  /// The number of values of an array.
  @inline(__always)
  func count(_ array: JQValue) -> Int {
    array.kind == .array ? JQBlock.count(array.block) : document.count(array.node)
  }

  /// The value at a place that the array has; as something that is held twice from now on.
  @inline(__always)
  func element(_ array: JQValue, _ index: Int) -> JQValue {
    guard array.kind == .array else { return documentElement(array.node, index) }
    return share(JQBlock.values(array.block) + index)
  }

  /// Reads a value of a block that stays where it is.
  @inline(__always)
  func share(_ place: UnsafeMutablePointer<JQValue>) -> JQValue {
    let value = place.pointee
    // Constants are never unique, so memory that is shared between threads is not written.
    if value.isUnique {
      place.pointee = value.shared
      return value.shared
    }
    return value
  }

  private func documentElement(_ node: Int, _ index: Int) -> JQValue {
    var child = node + 1
    for _ in 0..<index { child = document.next(child) }
    return document.value(child)
  }

  /// The array as a block, its values still the document's.
  mutating func made(_ array: JQValue) throws(JQFault) -> JQValue {
    guard array.kind == .documentArray else { return array }
    let count = document.count(array.node)
    let made = try newArray(capacity: count)
    let target = JQBlock.values(made.block)
    var child = array.node + 1
    for place in 0..<count {
      target[place] = document.value(child)
      child = document.next(child)
    }
    JQBlock.setCount(made.block, count)
    return made
  }

  /// An array that may be changed: the same one where nothing else refers to it, else a copy.
  ///
  /// `room` is how many values it must have room for.
  mutating func changeable(
    _ array: JQValue,
    room: Int,
    consumes: Bool
  ) throws(JQFault) -> JQValue {
    let source = try made(array)
    let count = JQBlock.count(source.block)
    let mayChange = (consumes && source.isUnique) || array.kind == .documentArray
    if mayChange, JQBlock.capacity(source.block) >= room { return source }
    let wanted = max(count, room)
    let copy = try newArray(capacity: mayChange || room > count ? wanted + wanted / 2 + 2 : wanted)
    let target = JQBlock.values(copy.block)
    let values = JQBlock.values(source.block)
    for place in 0..<count {
      target[place] = mayChange ? values[place] : share(values + place)
    }
    JQBlock.setCount(copy.block, count)
    return copy
  }

  /// Appends a value, which the array takes over.
  @inline(__always)
  mutating func appending(
    _ value: JQValue,
    to array: JQValue,
    consumes: Bool
  ) throws(JQFault) -> JQValue {
    let count = count(array)
    let changed = try changeable(array, room: count + 1, consumes: consumes)
    JQBlock.values(changed.block)[count] = value
    JQBlock.setCount(changed.block, count + 1)
    return changed
  }

  mutating func concatenatedArrays(
    _ left: JQValue,
    _ right: JQValue,
    consumesLeft: Bool
  ) throws(JQFault) -> JQValue {
    let tail = try made(right)
    let head = count(left)
    let added = JQBlock.count(tail.block)
    let changed = try changeable(left, room: head + added, consumes: consumesLeft)
    let target = JQBlock.values(changed.block)
    let source = JQBlock.values(tail.block)
    for place in 0..<added { target[head + place] = share(source + place) }
    JQBlock.setCount(changed.block, head + added)
    return changed
  }

  /// The values of an array from one place up to another.
  mutating func slice(_ array: JQValue, _ range: Range<Int>) throws(JQFault) -> JQValue {
    let result = try newArray(capacity: range.count)
    guard !range.isEmpty else { return result }
    let source = try made(array)
    let values = JQBlock.values(source.block)
    let target = JQBlock.values(result.block)
    for place in range { target[place - range.lowerBound] = share(values + place) }
    JQBlock.setCount(result.block, range.count)
    return result
  }

  /// Calls with each value of an array.
  mutating func forEach(
    _ array: JQValue,
    _ body: (inout JQHeap, JQValue) throws(JQFault) -> Void
  ) throws(JQFault) {
    let source = try made(array)
    for place in 0..<JQBlock.count(source.block) {
      try body(&self, share(JQBlock.values(source.block) + place))
    }
  }
}
