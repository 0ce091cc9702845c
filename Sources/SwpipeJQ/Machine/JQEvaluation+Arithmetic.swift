internal import Glibc

extension JQEvaluation {
  @inline(__always)
  mutating func compares(_ op: JQOpcode, _ a: JQValue, _ b: JQValue) throws(JQFault) -> Bool {
    if a.isNumber, b.kind == .number {
      let x = heap.double(a)
      let y = b.double
      switch op {
      case .equal: return x == y
      case .unequal: return x != y
      case .less: return x < y || x.isNaN
      case .lessOrEqual: return x <= y || x.isNaN
      case .greater: return !(x <= y || x.isNaN)
      default: return !(x < y || x.isNaN)
      }
    }
    switch op {
    case .equal: return try heap.equal(a, b)
    case .unequal: return try !heap.equal(a, b)
    case .less: return try heap.compare(a, b) < 0
    case .lessOrEqual: return try heap.compare(a, b) <= 0
    case .greater: return try heap.compare(a, b) > 0
    default: return try heap.compare(a, b) >= 0
    }
  }

  mutating func arithmetic(_ instruction: JQInstruction) throws(JQFault) {
    let a = get(instruction.a)
    let b = get(instruction.b)
    let d = Int(instruction.d)
    if a.isNumber, b.isNumber {
      let x = heap.double(a)
      let y = heap.double(b)
      switch instruction.op {
      case .add: registers[d] = JQValue(x + y)
      case .subtract: registers[d] = JQValue(x - y)
      case .multiply: registers[d] = JQValue(x * y)
      case .divide:
        guard y != 0 else { throw try zero(a, b, "divided") }
        registers[d] = JQValue(x / y)
      default: registers[d] = try remainder(a, b, x, y)
      }
      return
    }
    let takesA = instruction.flags & JQInstruction.takesA != 0
    let takesB = instruction.flags & JQInstruction.takesB != 0
    switch instruction.op {
    case .add:
      if a.rank == 0 {
        registers[d] = read(instruction.b, takes: takesB)
      } else if b.rank == 0 {
        registers[d] = read(instruction.a, takes: takesA)
      } else {
        registers[d] = try sum(a, b, takesA: takesA)
      }
    case .subtract: registers[d] = try difference(a, b)
    case .multiply: registers[d] = try product(a, b, takesA: takesA)
    case .divide:
      guard a.isString, b.isString else { throw try refused(a, b, "divided") }
      registers[d] = try split(a, b)
    default: throw try refused(a, b, "divided (remainder)")
    }
  }

  private mutating func zero(_ a: JQValue, _ b: JQValue, _ verb: String) throws(JQFault) -> JQFault
  {
    heap.fail(
      "\(try described(a)) and \(try described(b)) cannot be \(verb) because the divisor is zero"
    )
  }

  private mutating func refused(_ a: JQValue, _ b: JQValue, _ verb: String) throws(JQFault)
    -> JQFault
  {
    heap.fail("\(try described(a)) and \(try described(b)) cannot be \(verb)")
  }

  /// Of whole numbers, cut to what an `Int64` holds; the sign is that of the left one.
  private mutating func remainder(_ a: JQValue, _ b: JQValue, _ x: Double, _ y: Double)
    throws(JQFault) -> JQValue
  {
    if x.isNaN || y.isNaN { return JQValue(Double.nan) }
    let left = whole(x)
    let right = whole(y)
    guard right != 0 else { throw try zero(a, b, "divided (remainder)") }
    let size = left.magnitude % right.magnitude
    return JQValue(left < 0 ? -Double(size) : Double(size))
  }

  private func whole(_ number: Double) -> Int64 {
    if number >= 0x1p63 { return Int64.max }
    if number <= -0x1p63 { return Int64.min }
    return Int64(number)
  }

  /// `a + b` of two values that are not null.
  mutating func sum(_ a: JQValue, _ b: JQValue, takesA: Bool) throws(JQFault) -> JQValue {
    switch (a.rank, b.rank) {
    case (0, _): return b
    case (_, 0): return a
    case (3, 3): return JQValue(heap.double(a) + heap.double(b))
    case (4, 4): return try heap.concatenated(a, b, consumesLeft: takesA)
    case (5, 5): return try heap.concatenatedArrays(a, b, consumesLeft: takesA)
    case (6, 6): return try merged(a, b, takesA: takesA)
    default: throw try refused(a, b, "added")
    }
  }

  private mutating func merged(_ a: JQValue, _ b: JQValue, takesA: Bool) throws(JQFault) -> JQValue
  {
    let right = try heap.madeObject(b)
    let members = JQBlock.members(right.block)
    var result = a
    var takes = takesA
    for number in 0..<JQBlock.count(right.block) {
      result = try heap.setting(
        members[2 * number],
        to: heap.share(members + 2 * number + 1),
        in: result,
        consumes: takes
      )
      takes = true
    }
    return result.shared
  }

  private mutating func difference(_ a: JQValue, _ b: JQValue) throws(JQFault) -> JQValue {
    guard a.isArray, b.isArray else { throw try refused(a, b, "subtracted") }
    let left = try heap.made(a)
    let right = try heap.made(b)
    var result = try heap.newArray(capacity: JQBlock.count(left.block))
    for place in 0..<JQBlock.count(left.block) {
      let value = heap.share(JQBlock.values(left.block) + place)
      var isUnwanted = false
      for other in 0..<JQBlock.count(right.block) where !isUnwanted {
        isUnwanted = try heap.equal(value, JQBlock.values(right.block)[other])
      }
      if !isUnwanted { result = try heap.appending(value, to: result, consumes: true) }
    }
    return result
  }

  private mutating func product(_ a: JQValue, _ b: JQValue, takesA: Bool) throws(JQFault) -> JQValue
  {
    if a.isString, b.isNumber { return try repeated(a, heap.double(b)) }
    if a.isNumber, b.isString { return try repeated(b, heap.double(a)) }
    guard a.isObject, b.isObject else { throw try refused(a, b, "multiplied") }
    return try merged(deeply: a, b)
  }

  private mutating func repeated(_ text: JQValue, _ times: Double) throws(JQFault) -> JQValue {
    guard times >= 0 else { return .null }
    let bytes = try heap.bytes(text)
    // No number of copies makes the empty string longer, so the number may be of any size.
    guard !bytes.isEmpty else { return text.shared }
    let count = times.rounded(.down)
    guard Double(bytes.count) * count <= 536_870_911 else {
      throw heap.fail("Repeat string result too long")
    }
    let size = bytes.count * Int(count)
    let block = try heap.newString(capacity: size)
    guard size > 0 else { return JQValue(.string, block, flags: JQValue.unique) }
    heap.append(bytes, to: block)
    // What is there is copied, twice as much each time: a native function can't be interrupted.
    while JQBlock.count(block) < size {
      let made = JQHeap.bytes(ofBlock: block)
      heap.append(
        UnsafeBufferPointer(rebasing: made.prefix(size - made.count)),
        to: block
      )
    }
    return JQValue(.string, block, flags: JQValue.unique)
  }

  /// `a * b` of objects; what both have as objects is merged in turn.
  ///
  /// A list instead of recursion.
  private mutating func merged(deeply a: JQValue, _ b: JQValue) throws(JQFault) -> JQValue {
    struct Level {
      var key: JQValue
      var result: JQValue
      var right: JQValue
      var at = 0
    }
    var levels = [
      Level(key: .null, result: try copied(a), right: try heap.madeObject(b))
    ]
    while true {
      let last = levels.count - 1
      let right = levels[last].right
      if levels[last].at == JQBlock.count(right.block) {
        let done = levels.removeLast()
        guard !levels.isEmpty else { return done.result }
        levels[last - 1].result = try heap.setting(
          done.key,
          to: done.result,
          in: levels[last - 1].result,
          consumes: true
        )
        continue
      }
      let number = levels[last].at
      levels[last].at += 1
      let key = JQBlock.members(right.block)[2 * number]
      let value = heap.share(JQBlock.members(right.block) + 2 * number + 1)
      if value.isObject, let old = try heap.member(levels[last].result, key), old.isObject {
        guard levels.count < JQHeap.depthLimit else { throw heap.fail("Object merge too deep") }
        levels.append(
          Level(key: key, result: try copied(old), right: try heap.madeObject(value))
        )
      } else {
        levels[last].result = try heap.setting(
          key,
          to: value,
          in: levels[last].result,
          consumes: true
        )
      }
    }
  }

  private mutating func copied(_ object: JQValue) throws(JQFault) -> JQValue {
    try heap.changeableObject(object.shared, room: try heap.memberCount(object), consumes: false)
  }

  mutating func negated(_ value: JQValue) throws(JQFault) -> JQValue {
    guard value.isNumber else { throw heap.fail("\(try described(value)) cannot be negated") }
    return try heap.negated(value)
  }

  // MARK: Messages

  /// Type and value, the value cut to 30 bytes, as messages show it: `string ("abc")`.
  mutating func described(_ value: JQValue) throws(JQFault) -> String {
    "\(value.typeName) (\(try shortened(value)))"
  }

  /// A value in at most 30 bytes, never cut within a character.
  mutating func shortened(_ value: JQValue, limit: Int = 30) throws(JQFault) -> String {
    var output = ByteBuffer()
    try heap.write(value, to: &output, copying: .normalised)
    let bytes = output.bytes
    guard bytes.count >= limit else { return String(decoding: bytes, as: UTF8.self) }
    let close: String
    switch bytes[0] {
    case UInt8(ascii: "\""): close = "\""
    case UInt8(ascii: "["): close = "]"
    case UInt8(ascii: "{"): close = "}"
    default: close = ""
    }
    var end = limit - 1 - 3 - close.utf8.count
    while end > 0, bytes[end] & 0xC0 == 0x80 { end -= 1 }
    return String(decoding: bytes[..<end], as: UTF8.self) + "..." + close
  }
}
