extension JQEvaluation {
  /// `delpaths`: the paths in order, those below one container at once, the last ones first, so that
  /// the places of all others stay what they were.
  mutating func deleting(_ paths: JQValue, from value: JQValue) throws(JQFault) -> JQValue {
    guard paths.isArray else { throw heap.fail("Paths must be specified as an array") }
    let made = try heap.made(paths)
    for place in 0..<JQBlock.count(made.block) where !JQBlock.values(made.block)[place].isArray {
      throw heap.fail(
        "Path must be specified as array, not \(JQBlock.values(made.block)[place].typeName)"
      )
    }
    let sorted = try sorted(made)
    var result = value
    var end = JQBlock.count(sorted.block)
    while end > 0 {
      let last = try keys(ofArray: JQBlock.values(sorted.block)[end - 1])
      guard let lastKey = last.last else { return .null }
      let prefix = Array(last.dropLast())
      var keysHere = [lastKey]
      var start = end - 1
      while start > 0 {
        let other = try keys(ofArray: JQBlock.values(sorted.block)[start - 1])
        guard other.count == last.count, let key = other.last else { break }
        var isSame = true
        for (a, b) in zip(prefix, other) where isSame { isSame = try heap.equal(a, b) }
        guard isSame else { break }
        keysHere.append(key)
        start -= 1
      }
      let container = try self.value(at: prefix, in: result)
      if container.rank != 0 {
        let changed = try removing(keysHere, from: container)
        result = try setting(prefix, in: result, to: changed, consumes: true)
      }
      end = start
    }
    return result
  }

  private mutating func removing(_ keys: [JQValue], from container: JQValue) throws(JQFault)
    -> JQValue
  {
    guard container.isObject || container.isArray else {
      throw heap.fail("Cannot delete fields from \(container.typeName)")
    }
    if container.isObject {
      let made = try heap.madeObject(container)
      var unwanted = [Bool](repeating: false, count: JQBlock.count(made.block))
      for key in keys {
        guard key.isString else {
          throw heap.fail("Cannot delete \(key.typeName) field of object")
        }
        let key = try heap.key(key)
        if let number = try heap.find(made.block, try heap.bytes(key), hash: key.hash) {
          unwanted[number] = true
        }
      }
      return try heap.removing(from: made) { unwanted[$0] }
    }
    let made = try heap.made(container)
    let count = JQBlock.count(made.block)
    var unwanted = [Bool](repeating: false, count: count)
    for key in keys {
      if key.isNumber {
        let number = heap.double(key)
        guard !number.isNaN else { continue }
        var place = number.rounded(.down)
        if place < 0 { place += Double(count) }
        if place >= 0, place < Double(count) { unwanted[Int(place)] = true }
        continue
      }
      guard key.isObject, let (from, upTo) = try slice(key) else {
        throw heap.fail("Cannot delete \(key.typeName) element of array")
      }
      for place in try bounds(from, upTo, count) { unwanted[place] = true }
    }
    let result = try heap.newArray(capacity: count)
    var kept = 0
    for place in 0..<count where !unwanted[place] {
      JQBlock.values(result.block)[kept] = heap.share(JQBlock.values(made.block) + place)
      kept += 1
    }
    JQBlock.setCount(result.block, kept)
    return result
  }
}
