extension JQEvaluation {
  /// The place below a place, at a key.
  mutating func newPlace(_ place: JQValue, _ key: JQValue) throws(JQFault) -> JQValue {
    let depth = place.kind == .path ? JQBlock.count(place.block) + 1 : 1
    guard depth <= JQHeap.depthLimit else {
      throw heap.fail("Path is more than \(JQHeap.depthLimit) keys deep")
    }
    let block = try heap.allocate(JQBlock.size(of: .path, capacity: 0))
    JQBlock.start(block, count: depth, capacity: 0)
    JQBlock.values(block)[0] = place
    JQBlock.values(block)[1] = key.shared
    return JQValue(.path, block)
  }

  /// The place of a value that was made: that of the input where it is the same null, boolean or number.
  func madePlace(_ instruction: JQInstruction) -> JQValue {
    let value = get(instruction.a)
    let input = get(instruction.b)
    let place =
      instruction.flags & JQInstruction.followsPlace != 0
      ? registers[Int(instruction.c)] : JQValue(.root)
    guard value.rank == input.rank, value.rank <= 3 else { return JQValue(.nowhere) }
    if value.rank == 3, heap.double(value) != heap.double(input) { return JQValue(.nowhere) }
    return place
  }

  func isNowhere(_ place: JQValue) -> Bool { place.kind == .nowhere }

  mutating func checkPlace(_ place: JQValue, _ value: JQValue) throws(JQFault) {
    guard isNowhere(place) else { return }
    throw heap.fail("Invalid path expression with result \(try shortened(value))")
  }

  mutating func checkPlace(_ place: JQValue, _ value: JQValue, accessing key: JQValue)
    throws(JQFault)
  {
    guard isNowhere(place) else { return }
    throw heap.fail(
      "Invalid path expression near attempt to access element \(try shortened(key)) of \(try shortened(value))"
    )
  }

  mutating func checkPlaceIterating(_ place: JQValue, _ value: JQValue) throws(JQFault) {
    guard isNowhere(place) else { return }
    throw heap.fail(
      "Invalid path expression near attempt to iterate through \(try shortened(value))"
    )
  }

  /// The keys of a place, the first one first.
  func keys(ofPlace place: JQValue) throws(JQFault) -> [JQValue] {
    guard place.kind == .path else { return [] }
    var keys = [JQValue](repeating: .null, count: JQBlock.count(place.block))
    var here = place
    var number = keys.count - 1
    while here.kind == .path {
      keys[number] = JQBlock.values(here.block)[1]
      here = JQBlock.values(here.block)[0]
      number -= 1
    }
    return keys
  }

  mutating func pathArray(_ place: JQValue) throws(JQFault) -> JQValue {
    try heap.array(try keys(ofPlace: place))
  }

  /// The keys of a path that is an array.
  mutating func keys(ofArray path: JQValue) throws(JQFault) -> [JQValue] {
    guard path.isArray else { throw heap.fail("Path must be specified as an array") }
    let made = try heap.made(path)
    let count = JQBlock.count(made.block)
    guard count <= JQHeap.depthLimit else { throw heap.fail("Path too deep") }
    var keys: [JQValue] = []
    keys.reserveCapacity(count)
    for place in 0..<count { keys.append(heap.share(JQBlock.values(made.block) + place)) }
    return keys
  }

  /// What keys lead to; null behind a null.
  mutating func value(at path: [JQValue], in value: JQValue) throws(JQFault) -> JQValue {
    var value = value.shared
    for key in path {
      if value.rank == 0 { return .null }
      value = try indexed(value, key)
    }
    return value
  }

  mutating func getPath(_ instruction: JQInstruction) throws(JQFault) {
    let keys = try keys(ofArray: get(instruction.b))
    let target = read(instruction.a, takes: false)
    if instruction.flags & JQInstruction.followsPlace != 0 {
      var place = registers[Int(instruction.c)]
      if let first = keys.first { try checkPlace(place, target, accessing: first) }
      for key in keys { place = try newPlace(place, key) }
      registers[Int(instruction.d) + 1] = place
    }
    registers[Int(instruction.d)] = try value(at: keys, in: target)
  }

  // MARK: Keys in registers

  mutating func readKeys(_ instruction: JQInstruction) throws(JQFault) {
    let count = Int(instruction.c)
    let base = Int(instruction.b)
    let takes = instruction.flags & JQInstruction.takesA != 0
    var place = registers + Int(instruction.a)
    var isOwn = takes
    // As long as only this state holds the containers, what is in them may be taken out for a while.
    for number in 0..<count {
      let key = registers[base + number]
      isOwn = isOwn && place.pointee.isUnique
      guard isOwn, let inner = try slot(place.pointee, key) else {
        var value = place.pointee.shared
        for rest in number..<count {
          if value.rank == 0, registers[base + rest].rank != 6 { break }
          value = try indexed(value, registers[base + rest])
        }
        if !isOwn { place.pointee = place.pointee.shared }
        registers[Int(instruction.d)] = value.shared
        return
      }
      place = inner
    }
    if isOwn {
      registers[Int(instruction.d)] = place.pointee
      place.pointee = .null
    } else {
      registers[Int(instruction.d)] = place.pointee.shared
      place.pointee = place.pointee.shared
    }
  }

  /// Where a container that may be changed has the value of a key; nil where it has none.
  private mutating func slot(_ container: JQValue, _ key: JQValue) throws(JQFault)
    -> UnsafeMutablePointer<JQValue>?
  {
    if container.kind == .object, key.isString {
      let key = try heap.key(key)
      guard let number = try heap.find(container.block, try heap.bytes(key), hash: key.hash) else {
        return nil
      }
      return JQBlock.members(container.block) + 2 * number + 1
    }
    if container.kind == .array, key.isNumber {
      let index = heap.double(key)
      let count = JQBlock.count(container.block)
      guard index >= 0, index < Double(count) else { return nil }
      return JQBlock.values(container.block) + Int(index)
    }
    return nil
  }

  mutating func writeKeys(_ instruction: JQInstruction) throws(JQFault) {
    let value = read(instruction.a, takes: instruction.flags & JQInstruction.takesA != 0)
    let base = Int(instruction.b)
    let d = Int(instruction.d)
    let count = Int(instruction.c)
    if count == 1 {
      let key = registers[base]
      let state = registers[d]
      if state.isObject, key.isString {
        registers[d] = .null
        registers[d] = try heap.setting(try heap.key(key), to: value, in: state, consumes: true)
        return
      }
    }
    var keys: [JQValue] = []
    keys.reserveCapacity(count)
    for number in 0..<count { keys.append(registers[base + number].shared) }
    let state = registers[d]
    registers[d] = .null
    registers[d] = try setting(keys, in: state, to: value, consumes: true)
  }

  // MARK: Changing

  /// A value with another one at a path; containers that nothing else holds are changed in place.
  mutating func setting(
    _ path: [JQValue],
    in root: JQValue,
    to value: JQValue,
    consumes: Bool
  ) throws(JQFault) -> JQValue {
    // Down: each container with its child taken out, so that the child may be changed in place, too.
    var containers: [JQValue] = []
    containers.reserveCapacity(path.count)
    var here = root
    var isOwn = consumes
    for key in path {
      try checkSettable(here, key)
      let isUnique = isOwn && here.isUnique
      if isUnique, let slot = try slot(here, key) {
        containers.append(here)
        here = slot.pointee
        slot.pointee = .null
        continue
      }
      containers.append(here)
      isOwn = false
      here = here.rank == 0 ? .null : try childForChange(here, key)
    }
    var result = value
    for number in path.indices.reversed() {
      result = try replacing(path[number], in: containers[number], by: result, consumes: consumes)
    }
    return result
  }

  private mutating func childForChange(_ container: JQValue, _ key: JQValue) throws(JQFault)
    -> JQValue
  {
    try indexed(container, key).shared
  }

  private mutating func checkSettable(_ container: JQValue, _ key: JQValue) throws(JQFault) {
    if container.rank == 0, key.isNumber, heap.double(key) < 0 {
      throw heap.fail("Out of bounds negative array index")
    }
    switch (container.rank, key.rank) {
    case (0, 3), (0, 4), (0, 6), (6, 4), (5, 3), (5, 6): return
    case (4, 6): throw heap.fail("Cannot update string slices")
    case (5, 5): throw heap.fail("Cannot update field at array index of array")
    case (0, _), (6, _), (5, _): _ = try indexed(container, key)
    default: throw heap.fail("Cannot index \(container.typeName) with \(try described(key))")
    }
    throw heap.fail("Invalid path component \(try described(key))")
  }

  /// A container with one child replaced.
  private mutating func replacing(
    _ key: JQValue,
    in container: JQValue,
    by value: JQValue,
    consumes: Bool
  ) throws(JQFault) -> JQValue {
    if key.isString {
      let object = container.rank == 0 ? try heap.newObject(capacity: 4) : container
      return try heap.setting(
        try heap.key(key),
        to: value,
        in: object,
        consumes: consumes || container.rank == 0
      )
    }
    let array = container.rank == 0 ? try heap.newArray(capacity: 4) : container
    let mayChange = consumes || container.rank == 0
    if key.isNumber { return try replacing(heap.double(key), in: array, by: value, mayChange) }
    guard let (from, upTo) = try slice(key) else {
      throw heap.fail("Array/string slice indices must be integers")
    }
    guard value.isArray else {
      throw heap.fail("A slice of an array can only be assigned another array")
    }
    let range = try bounds(from, upTo, heap.count(array))
    let head = try heap.slice(array, 0..<range.lowerBound)
    let middle = try heap.concatenatedArrays(head, value, consumesLeft: true)
    let tail = try heap.slice(array, range.upperBound..<heap.count(array))
    return try heap.concatenatedArrays(middle, tail, consumesLeft: true)
  }

  private mutating func replacing(
    _ index: Double,
    in array: JQValue,
    by value: JQValue,
    _ mayChange: Bool
  ) throws(JQFault) -> JQValue {
    let count = heap.count(array)
    var place = index.rounded(.down)
    guard !place.isNaN else { throw heap.fail("Cannot set array element at NaN index") }
    if place < 0 {
      place += Double(count)
      guard place >= 0 else { throw heap.fail("Out of bounds negative array index") }
    }
    guard place < 536_870_911 else { throw heap.fail("Array index too large") }
    let number = Int(place)
    let changed = try heap.changeable(array, room: max(count, number + 1), consumes: mayChange)
    let values = JQBlock.values(changed.block)
    if number >= count {
      for gap in count..<number { values[gap] = .null }
      JQBlock.setCount(changed.block, number + 1)
    }
    values[number] = value
    return changed
  }
}
