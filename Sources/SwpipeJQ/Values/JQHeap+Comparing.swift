extension JQHeap {
  /// The total order of all values: -1, 0 or 1.
  ///
  /// Types in their order, strings by code point, arrays by their values, objects by their sorted keys and
  /// then by their values. Nested values are compared with a list instead of recursion.
  mutating func compare(_ left: JQValue, _ right: JQValue) throws(JQFault) -> Int {
    if left.rank != right.rank { return left.rank < right.rank ? -1 : 1 }
    switch left.rank {
    case 3: return compareNumbers(left, right)
    case 4: return UTF8Bytes.compare(try bytes(left), try bytes(right))
    case 5, 6: return try compareNested(left, right)
    default: return 0
    }
  }

  /// Whether two values are equal, which is the order without an answer for NaN: it equals nothing.
  @inline(__always)
  mutating func equal(_ left: JQValue, _ right: JQValue) throws(JQFault) -> Bool {
    if left.rank != right.rank { return false }
    switch left.rank {
    case 3: return compareNumbers(left, right) == 0
    case 4: return UTF8Bytes.equal(try bytes(left), try bytes(right))
    case 5:
      if left.kind == right.kind, left.payload == right.payload, left.kind == .documentArray {
        return true
      }
      return count(left) == count(right) ? try compareNested(left, right) == 0 : false
    case 6: return try compareNested(left, right) == 0
    default: return true
    }
  }

  /// A pair of arrays, or the sorted values of two objects, of which some are still to be compared.
  private struct Pair {
    var left: UnsafeMutablePointer<JQValue>
    var right: UnsafeMutablePointer<JQValue>
    var at = 0
    var common: Int
    /// The answer where all common values are equal.
    var rest: Int
  }

  private mutating func compareNested(_ left: JQValue, _ right: JQValue) throws(JQFault) -> Int {
    var pairs: [Pair] = []
    var next: (JQValue, JQValue)? = (left, right)
    while true {
      if let (a, b) = next {
        next = nil
        var order = 0
        if a.rank != b.rank {
          order = a.rank < b.rank ? -1 : 1
        } else if a.rank == 5 {
          let blockA = try made(a).block
          let blockB = try made(b).block
          let countA = JQBlock.count(blockA)
          let countB = JQBlock.count(blockB)
          if blockA != blockB {
            pairs.append(
              Pair(
                left: JQBlock.values(blockA),
                right: JQBlock.values(blockB),
                common: min(countA, countB),
                rest: countA == countB ? 0 : countA < countB ? -1 : 1
              )
            )
          }
        } else if a.rank == 6 {
          order = try openObjects(a, b, &pairs)
        } else {
          order = try compareScalars(a, b)
        }
        if order != 0 { return order }
      }
      guard var pair = pairs.popLast() else { return 0 }
      if pair.at == pair.common {
        if pair.rest != 0 { return pair.rest }
        continue
      }
      next = (pair.left[pair.at], pair.right[pair.at])
      pair.at += 1
      pairs.append(pair)
    }
  }

  @inline(__always)
  private mutating func compareScalars(_ a: JQValue, _ b: JQValue) throws(JQFault) -> Int {
    switch a.rank {
    case 3: compareNumbers(a, b)
    case 4: UTF8Bytes.compare(try bytes(a), try bytes(b))
    default: 0
    }
  }

  /// Compares the sorted keys of two objects; where they are equal their values are next.
  private mutating func openObjects(
    _ a: JQValue,
    _ b: JQValue,
    _ pairs: inout [Pair]
  ) throws(JQFault) -> Int {
    let blockA = try madeObject(a).block
    let blockB = try madeObject(b).block
    if blockA == blockB { return 0 }
    let orderA = try sortedMembers(blockA)
    let orderB = try sortedMembers(blockB)
    let membersA = JQBlock.members(blockA)
    let membersB = JQBlock.members(blockB)
    let common = min(orderA.count, orderB.count)
    for place in 0..<common {
      let order = UTF8Bytes.compare(
        try bytes(membersA[2 * orderA[place]]),
        try bytes(membersB[2 * orderB[place]])
      )
      if order != 0 { return order }
    }
    if orderA.count != orderB.count { return orderA.count < orderB.count ? -1 : 1 }
    let valuesA = try newArray(capacity: common)
    let valuesB = try newArray(capacity: common)
    for place in 0..<common {
      JQBlock.values(valuesA.block)[place] = membersA[2 * orderA[place] + 1].shared
      JQBlock.values(valuesB.block)[place] = membersB[2 * orderB[place] + 1].shared
    }
    pairs.append(
      Pair(
        left: JQBlock.values(valuesA.block),
        right: JQBlock.values(valuesB.block),
        common: common,
        rest: 0
      )
    )
    return 0
  }
}
