extension JQEvaluation {
  /// `.name` with a constant key.
  @inline(__always)
  mutating func field(_ instruction: JQInstruction) throws(JQFault) {
    let target = get(instruction.a)
    let key = program.constants[Int(~instruction.b)]
    let d = Int(instruction.d)
    if target.kind == .documentObject {
      registers[d] =
        heap.documentMember(target.node, JQHeap.bytes(ofBlock: key.block)) ?? .null
    } else if target.kind == .object {
      registers[d] = try heap.member(target, key) ?? .null
    } else {
      try irregular(instruction, target, key)
    }
    if instruction.flags & JQInstruction.followsPlace != 0 {
      try follow(instruction, target, key)
    }
  }

  /// `.[key]` with any key.
  mutating func index(_ instruction: JQInstruction) throws(JQFault) {
    let target = get(instruction.a)
    let key = get(instruction.b)
    try irregular(instruction, target, key)
    if instruction.flags & JQInstruction.followsPlace != 0 {
      try follow(instruction, target, key)
    }
  }

  private mutating func irregular(
    _ instruction: JQInstruction,
    _ target: JQValue,
    _ key: JQValue
  ) throws(JQFault) {
    do throws(JQFault) {
      if instruction.flags & JQInstruction.followsPlace != 0 {
        try checkPlace(registers[Int(instruction.c)], target, accessing: key)
      }
      registers[Int(instruction.d)] = try indexed(target, key)
    } catch {
      guard error == .raised, instruction.flags & JQInstruction.isOptional != 0 else { throw error }
      // Without an output this is the end of the way.
      pc = program.backtrack
    }
  }

  private mutating func follow(
    _ instruction: JQInstruction,
    _ target: JQValue,
    _ key: JQValue
  ) throws(JQFault) {
    guard pc != program.backtrack else { return }
    let place = registers[Int(instruction.c)]
    try checkPlace(place, target, accessing: key)
    registers[Int(instruction.d) + 1] = try newPlace(place, key)
  }

  /// The value of a key, index, slice or pattern in a value.
  mutating func indexed(_ target: JQValue, _ key: JQValue) throws(JQFault) -> JQValue {
    switch (target.rank, key.rank) {
    case (6, 4): return try heap.member(target, try heap.key(key)) ?? .null
    case (5, 3):
      let number = heap.double(key)
      guard !number.isNaN else { return .null }
      let count = heap.count(target)
      var place = number.rounded(.down)
      if place < 0 { place += Double(count) }
      guard place >= 0, place < Double(count) else { return .null }
      return heap.element(target, Int(place))
    case (0, 0), (0, 3), (0, 4): return .null
    case (0, 6), (5, 6), (4, 6):
      guard let range = try slice(key) else { return try refuse(target, key) }
      return try sliced(target, range.0, range.1)
    case (5, 5): return try indices(target, key)
    default: return try refuse(target, key)
    }
  }

  private mutating func refuse(_ target: JQValue, _ key: JQValue) throws(JQFault) -> JQValue {
    if target.isArray, key.isObject {
      throw heap.fail("Array/string slice indices must be integers")
    }
    throw heap.fail("Cannot index \(target.typeName) with \(try described(key))")
  }

  /// The bounds in an object `{start, end}`; nil where it is no slice.
  mutating func slice(_ key: JQValue) throws(JQFault) -> (JQValue, JQValue)? {
    let start = try heap.key(try heap.string("start"))
    let end = try heap.key(try heap.string("end"))
    guard let from = try heap.member(key, start), let upTo = try heap.member(key, end) else {
      return nil
    }
    return (from, upTo)
  }

  /// `.[from:upTo]`.
  mutating func slice(_ instruction: JQInstruction) throws(JQFault) {
    let follows = instruction.flags & JQInstruction.followsPlace != 0
    let target = get(instruction.a)
    let from = registers[Int(instruction.b)]
    let upTo = registers[Int(instruction.b) + 1]
    if follows {
      let key = try sliceKey(from, upTo)
      let place = registers[Int(instruction.a) + 1]
      try checkPlace(place, target, accessing: key)
      registers[Int(instruction.d) + 1] = try newPlace(place, key)
    }
    guard target.rank == 0 || target.isArray || target.isString else {
      throw heap.fail(
        "Cannot index \(target.typeName) with \(try described(try sliceKey(from, upTo)))"
      )
    }
    registers[Int(instruction.d)] = try sliced(target, from, upTo)
  }

  private mutating func sliceKey(_ from: JQValue, _ upTo: JQValue) throws(JQFault) -> JQValue {
    var key = try heap.newObject(capacity: 2)
    key = try heap.setting(
      try heap.key(try heap.string("start")),
      to: from.shared,
      in: key,
      consumes: true
    )
    return try heap.setting(
      try heap.key(try heap.string("end")),
      to: upTo.shared,
      in: key,
      consumes: true
    )
  }

  /// The places that a slice of a length means: its start is rounded down, its end up.
  mutating func bounds(_ from: JQValue, _ upTo: JQValue, _ count: Int) throws(JQFault) -> Range<Int>
  {
    guard from.rank == 0 || from.isNumber, upTo.rank == 0 || upTo.isNumber else {
      throw heap.fail("Array/string slice indices must be integers")
    }
    func place(_ value: JQValue, _ none: Double, _ rule: FloatingPointRoundingRule) -> Double {
      guard value.isNumber else { return none }
      var number = heap.double(value)
      if number.isNaN { return none }
      if number < 0 { number += Double(count) }
      return min(max(number.rounded(rule), 0), Double(count))
    }
    let start = place(from, 0, .down)
    let end = place(upTo, Double(count), .up)
    return Int(start)..<Int(max(start, end))
  }

  mutating func sliced(_ target: JQValue, _ from: JQValue, _ upTo: JQValue) throws(JQFault)
    -> JQValue
  {
    if target.rank == 0 {
      _ = try bounds(from, upTo, 0)
      return .null
    }
    if target.isArray {
      return try heap.slice(target, try bounds(from, upTo, heap.count(target)))
    }
    let bytes = try heap.bytes(target)
    let range = try bounds(from, upTo, UTF8Bytes.count(bytes))
    let start = UTF8Bytes.offset(of: range.lowerBound, in: bytes)
    let rest = UnsafeBufferPointer(rebasing: bytes[start...])
    return try heap.string(
      UnsafeBufferPointer(rebasing: rest[..<UTF8Bytes.offset(of: range.count, in: rest)])
    )
  }

  // MARK: One after the other

  /// The first value of an array or object; false if there is none.
  mutating func startEach(_ instruction: JQInstruction) throws(JQFault) -> Bool {
    let target = get(instruction.a)
    let own = Int(instruction.c)
    let follows = instruction.flags & JQInstruction.followsPlace != 0
    guard target.isArray || target.isObject else {
      if instruction.flags & JQInstruction.isOptional != 0 { return false }
      if follows { try checkPlaceIterating(registers[Int(instruction.b)], target) }
      throw heap.fail(
        "Cannot iterate over \(try described(target))"
      )
    }
    if follows { try checkPlaceIterating(registers[Int(instruction.b)], target) }
    let count: Int
    if target.isObject {
      let made = try heap.madeObject(target).shared
      count = JQBlock.count(made.block)
      registers[own] = made
    } else {
      count = heap.count(target)
      registers[own] = target.shared
      // The element is read again by whoever holds the array.
      if instruction.a >= 0 { registers[Int(instruction.a)] = target.shared }
    }
    guard count > 0 else { return false }
    registers[own + 1] = JQValue(
      .machine,
      payload: 0,
      hash: target.kind == .documentArray ? UInt32(target.node + 1) : 0
    )
    if count > 1 { pushFork(.more, pc - 1) }
    try giveEach(instruction, 0)
    return true
  }

  /// Sets the value number `number`, and moves on.
  private mutating func giveEach(_ instruction: JQInstruction, _ number: Int) throws(JQFault) {
    let own = Int(instruction.c)
    let source = registers[own]
    var step = registers[own + 1]
    let d = Int(instruction.d)
    let follows = instruction.flags & JQInstruction.followsPlace != 0
    var key = JQValue.null
    switch source.kind {
    case .documentArray:
      let node = Int(step.hash)
      registers[d] = heap.document.value(node)
      step.hash = UInt32(heap.document.next(node))
      key = JQValue(number)
    case .array:
      registers[d] = heap.share(JQBlock.values(source.block) + number)
      key = JQValue(number)
    default:
      let members = JQBlock.members(source.block)
      registers[d] = heap.share(members + 2 * number + 1)
      key = members[2 * number]
    }
    step.payload = UInt64(number + 1)
    registers[own + 1] = step
    if follows { registers[d + 1] = try newPlace(registers[Int(instruction.b)], key) }
  }

  /// The next value of the fork on top, which is `more`.
  mutating func nextValue() throws(JQFault) {
    let instruction = program.code[pc]
    pc += 1
    let own = Int(instruction.c)
    if instruction.op == .range {
      let next = registers[own].double + registers[own + 1].double
      registers[own] = JQValue(next)
      registers[Int(instruction.d)] = JQValue(next)
      let after = next + registers[own + 1].double
      if !isInRange(after, registers[own + 1].double, get(instruction.b)) { forks.count -= 1 }
      return
    }
    let number = Int(registers[own + 1].payload)
    let source = registers[own]
    let count = source.isObject ? JQBlock.count(source.block) : heap.count(source)
    if number + 1 == count { forks.count -= 1 }
    try giveEach(instruction, number)
  }

  private func isInRange(_ number: Double, _ step: Double, _ bound: JQValue) -> Bool {
    let bound = heap.double(bound)
    return step > 0 ? number < bound : step < 0 ? number > bound : false
  }

  mutating func startRange(_ instruction: JQInstruction) throws(JQFault) -> Bool {
    let own = Int(instruction.c)
    let bound = get(instruction.b)
    guard registers[own].isNumber, registers[own + 1].isNumber, bound.isNumber else {
      throw heap.fail("Range bounds must be numeric")
    }
    let first = heap.double(registers[own])
    let step = heap.double(registers[own + 1])
    registers[own] = JQValue(first)
    registers[own + 1] = JQValue(step)
    guard isInRange(first, step, bound) else { return false }
    registers[Int(instruction.d)] = JQValue(first)
    if isInRange(first + step, step, bound) { pushFork(.more, pc - 1) }
    return true
  }

  // MARK: Making

  mutating func makeObject(_ instruction: JQInstruction) throws(JQFault) {
    let base = Int(instruction.a)
    let count = Int(instruction.c)
    let keeps = instruction.flags & JQInstruction.keepsRegisters != 0
    var object = try heap.newObject(capacity: count)
    for number in 0..<count {
      var key = registers[base + 2 * number]
      guard key.isString else {
        throw heap.fail("Object keys must be strings, not \(try described(key))")
      }
      if key.flags & JQValue.fixed == 0 { key = try heap.key(key) }
      var value = registers[base + 2 * number + 1]
      if keeps, value.isUnique {
        value = value.shared
        registers[base + 2 * number + 1] = value
      }
      object = try heap.setting(key, to: value, in: object, consumes: true)
    }
    registers[Int(instruction.d)] = object
  }

  mutating func concatenate(_ instruction: JQInstruction) throws(JQFault) {
    let base = Int(instruction.a)
    let count = Int(instruction.b)
    var size = 0
    for number in 0..<count { size += try heap.bytes(registers[base + number]).count }
    let block = try heap.newString(capacity: size)
    for number in 0..<count { heap.append(try heap.bytes(registers[base + number]), to: block) }
    registers[Int(instruction.d)] = JQValue(.string, block, flags: JQValue.unique)
  }
}
