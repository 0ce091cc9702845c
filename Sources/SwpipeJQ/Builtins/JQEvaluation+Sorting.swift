extension JQEvaluation {
  mutating func callSorting(_ native: JQNative, _ values: UnsafeMutablePointer<JQValue>)
    throws(JQFault) -> JQValue
  {
    let input = values[0]
    switch native {
    case .sort:
      try requireArray(input)
      return try sorted(input)
    case .sortBy:
      let (made, keys) = try sortable(input, values[1])
      return try picked(made, try order(keys))
    case .groupBy: return try grouped(input, values[1], unique: false)
    case .uniqueBy: return try grouped(input, values[1], unique: true)
    case .unique:
      try requireArray(input)
      return try grouped(input, input, unique: true)
    case .min: return try extreme(input, input, wantsLargest: false)
    case .max: return try extreme(input, input, wantsLargest: true)
    case .minBy: return try extreme(input, values[1], wantsLargest: false)
    case .maxBy: return try extreme(input, values[1], wantsLargest: true)
    case .reverse: return try reversed(input)
    case .transpose: return try transposed(input)
    default: return try searched(input, values[1])
    }
  }

  /// An array and the key of each of its values.
  ///
  /// `map` makes keys of an object's values, too, which then belong to nothing.
  private mutating func sortable(_ array: JQValue, _ keys: JQValue) throws(JQFault)
    -> (array: JQValue, keys: JQValue)
  {
    guard array.isArray, keys.isArray, heap.count(array) == heap.count(keys) else {
      throw heap.fail(
        "\(try described(array)) and \(try described(keys)) cannot be sorted, as they are not both arrays"
      )
    }
    return (try heap.made(array), try heap.made(keys))
  }

  private mutating func requireArray(_ value: JQValue) throws(JQFault) {
    guard value.isArray else {
      throw heap.fail("\(try described(value)) cannot be sorted, as it is not an array")
    }
  }

  mutating func sorted(_ array: JQValue) throws(JQFault) -> JQValue {
    let made = try heap.made(array)
    return try picked(made, try order(made))
  }

  private mutating func picked(_ array: JQValue, _ order: [Int32]) throws(JQFault) -> JQValue {
    let result = try heap.newArray(capacity: order.count)
    for (place, number) in order.enumerated() {
      JQBlock.values(result.block)[place] = heap.share(JQBlock.values(array.block) + Int(number))
    }
    JQBlock.setCount(result.block, order.count)
    return result
  }

  /// The places of an array's values in their order; equal ones stay as they are.
  ///
  /// Merges bottom up.
  mutating func order(_ array: JQValue) throws(JQFault) -> [Int32] {
    let count = JQBlock.count(array.block)
    let values = JQBlock.values(array.block)
    var order = (0..<Int32(count)).map { $0 }
    var isNumeric = count > 0
    for place in 0..<count where isNumeric { isNumeric = values[place].kind == .number }
    if isNumeric {
      let numbers = (0..<count).map { values[$0].double }
      // Swift's sort is stable.
      order.sort {
        numbers[Int($0)] < numbers[Int($1)] || numbers[Int($0)].isNaN && !numbers[Int($1)].isNaN
      }
      return order
    }
    var other = order
    var width = 1
    while width < count {
      var start = 0
      while start < count {
        let middle = min(start + width, count)
        let end = min(start + 2 * width, count)
        var left = start
        var right = middle
        var out = start
        while left < middle, right < end {
          if try heap.compare(values[Int(order[right])], values[Int(order[left])]) < 0 {
            other[out] = order[right]
            right += 1
          } else {
            other[out] = order[left]
            left += 1
          }
          out += 1
        }
        while left < middle {
          other[out] = order[left]
          left += 1
          out += 1
        }
        while right < end {
          other[out] = order[right]
          right += 1
          out += 1
        }
        start = end
      }
      swap(&order, &other)
      width *= 2
    }
    return order
  }

  private mutating func grouped(_ array: JQValue, _ keys: JQValue, unique: Bool) throws(JQFault)
    -> JQValue
  {
    let (made, keys) = try sortable(array, keys)
    let order = try order(keys)
    var result = try heap.newArray(capacity: 8)
    var group = JQValue.null
    var before = JQValue.null
    for (place, number) in order.enumerated() {
      let key = JQBlock.values(keys.block)[Int(number)]
      let value = heap.share(JQBlock.values(made.block) + Int(number))
      let isNew = place == 0 ? true : try heap.compare(before, key) != 0
      before = key
      if unique {
        if isNew { result = try heap.appending(value, to: result, consumes: true) }
        continue
      }
      if isNew {
        if place > 0 { result = try heap.appending(group, to: result, consumes: true) }
        group = try heap.newArray(capacity: 2)
      }
      group = try heap.appending(value, to: group, consumes: true)
    }
    if !unique, !order.isEmpty { result = try heap.appending(group, to: result, consumes: true) }
    return result
  }

  /// The first of the least, or the last of the largest.
  private mutating func extreme(_ array: JQValue, _ keys: JQValue, wantsLargest: Bool)
    throws(JQFault)
    -> JQValue
  {
    guard array.isArray, keys.isArray, heap.count(array) == heap.count(keys) else {
      throw heap.fail("\(try described(array)) and \(try described(keys)) cannot be iterated over")
    }
    let made = try heap.made(array)
    let keys = try heap.made(keys)
    let count = JQBlock.count(made.block)
    guard count > 0 else { return .null }
    var best = 0
    for place in 1..<max(1, count) {
      let order = try heap.compare(
        JQBlock.values(keys.block)[place],
        JQBlock.values(keys.block)[best]
      )
      if wantsLargest ? order >= 0 : order < 0 { best = place }
    }
    return heap.share(JQBlock.values(made.block) + best)
  }

  private mutating func reversed(_ value: JQValue) throws(JQFault) -> JQValue {
    guard value.isArray else {
      // As if each value were asked for by its place, from the last one on.
      let count = heap.double(try length(value))
      guard count > 0 else { return try heap.newArray(capacity: 0) }
      return try indexed(value, JQValue(count - 1))
    }
    let made = try heap.made(value)
    let count = JQBlock.count(made.block)
    let result = try heap.newArray(capacity: count)
    for place in 0..<count {
      JQBlock.values(result.block)[count - 1 - place] = heap.share(
        JQBlock.values(made.block) + place
      )
    }
    JQBlock.setCount(result.block, count)
    return result
  }

  private mutating func transposed(_ value: JQValue) throws(JQFault) -> JQValue {
    guard value.isArray else { throw heap.fail("Cannot iterate over \(try described(value))") }
    let rows = try heap.made(value)
    let count = JQBlock.count(rows.block)
    var width = 0
    for row in 0..<count {
      let value = JQBlock.values(rows.block)[row]
      guard value.isArray else {
        throw heap.fail("Cannot index \(value.typeName) with number (0)")
      }
      width = max(width, heap.count(value))
    }
    var result = try heap.newArray(capacity: width)
    for column in 0..<width {
      let line = try heap.newArray(capacity: count)
      for row in 0..<count {
        let cells = JQBlock.values(rows.block)[row].shared
        JQBlock.values(line.block)[row] =
          column < heap.count(cells) ? heap.element(cells, column) : .null
      }
      JQBlock.setCount(line.block, count)
      result = try heap.appending(line, to: result, consumes: true)
    }
    return result
  }

  /// `bsearch`: the place of a value in a sorted array, or `-1 -` the place where it belongs.
  private mutating func searched(_ array: JQValue, _ wanted: JQValue) throws(JQFault) -> JQValue {
    guard array.isArray else { throw heap.fail("\(try described(array)) cannot be searched from") }
    let made = try heap.made(array)
    var low = 0
    var high = JQBlock.count(made.block)
    while low < high {
      let middle = (low + high) / 2
      let order = try heap.compare(JQBlock.values(made.block)[middle], wanted)
      if order == 0 { return JQValue(middle) }
      if order < 0 { low = middle + 1 } else { high = middle }
    }
    return JQValue(-1 - low)
  }
}
