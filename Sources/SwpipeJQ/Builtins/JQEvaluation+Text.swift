extension JQEvaluation {
  mutating func callText(_ native: JQNative, _ values: UnsafeMutablePointer<JQValue>)
    throws(JQFault) -> JQValue
  {
    let input = values[0]
    switch native {
    case .startswith, .endswith:
      let name = native == .startswith ? "startswith" : "endswith"
      return JQValue(try hasEnd(input, values[1], atStart: native == .startswith, name))
    case .ltrimstr: return try trimmed(input, values[1], start: true, end: false)
    case .rtrimstr: return try trimmed(input, values[1], start: false, end: true)
    case .trimstr: return try trimmed(input, values[1], start: true, end: true)
    case .trim: return try stripped(input, start: true, end: true)
    case .ltrim: return try stripped(input, start: true, end: false)
    case .rtrim: return try stripped(input, start: false, end: true)
    case .explode: return try exploded(input)
    case .implode: return try imploded(input)
    case .split:
      guard input.isString, values[1].isString else {
        throw heap.fail("split input and separator must be strings")
      }
      return try split(input, values[1])
    case .join: return try joined(input, values[1])
    case .asciiDowncase: return try mapped(input) { $0 &- 0x41 < 26 ? $0 | 0x20 : $0 }
    default: return try mapped(input) { $0 &- 0x61 < 26 ? $0 & 0xDF : $0 }
    }
  }

  private mutating func hasEnd(_ text: JQValue, _ part: JQValue, atStart: Bool, _ name: String)
    throws(JQFault) -> Bool
  {
    guard text.isString, part.isString else { throw heap.fail("\(name)() requires string inputs") }
    let whole = try heap.bytes(text)
    let wanted = try heap.bytes(part)
    guard whole.count >= wanted.count else { return false }
    return UTF8Bytes.equal(
      UnsafeBufferPointer(
        rebasing: atStart ? whole.prefix(wanted.count) : whole.suffix(wanted.count)
      ),
      wanted
    )
  }

  private mutating func trimmed(_ text: JQValue, _ part: JQValue, start: Bool, end: Bool)
    throws(JQFault) -> JQValue
  {
    var result = text
    let length = part.isString ? try heap.bytes(part).count : 0
    if start, try hasEnd(result, part, atStart: true, "startswith"), length > 0 {
      result = try heap.string(
        UnsafeBufferPointer(rebasing: try heap.bytes(result).dropFirst(length))
      )
    }
    if end, try hasEnd(result, part, atStart: false, "endswith"), length > 0 {
      result = try heap.string(
        UnsafeBufferPointer(rebasing: try heap.bytes(result).dropLast(length))
      )
    }
    return result
  }

  /// Without the white space of ASCII at its ends.
  private mutating func stripped(_ text: JQValue, start: Bool, end: Bool) throws(JQFault) -> JQValue
  {
    guard text.isString else {
      throw heap.fail("trim input must be a string")
    }
    let bytes = try heap.bytes(text)
    func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (9...13).contains(byte) }
    var range = 0..<bytes.count
    if start { while let first = range.first, isBlank(bytes[first]) { range = range.dropFirst() } }
    if end { while let last = range.last, isBlank(bytes[last]) { range = range.dropLast() } }
    return range.count == bytes.count
      ? text : try heap.string(UnsafeBufferPointer(rebasing: bytes[range]))
  }

  private mutating func exploded(_ text: JQValue) throws(JQFault) -> JQValue {
    guard text.isString else { throw heap.fail("explode input must be a string") }
    let bytes = try heap.bytes(text)
    let result = try heap.newArray(capacity: UTF8Bytes.count(bytes))
    var at = 0
    var count = 0
    while at < bytes.count {
      let (scalar, length) = UTF8Bytes.read(bytes, at)
      JQBlock.values(result.block)[count] = JQValue(Int(scalar))
      count += 1
      at += length
    }
    JQBlock.setCount(result.block, count)
    return result
  }

  /// Bad code points become U+FFFD.
  private mutating func imploded(_ array: JQValue) throws(JQFault) -> JQValue {
    guard array.isArray else { throw heap.fail("implode input must be an array") }
    let made = try heap.made(array)
    let count = JQBlock.count(made.block)
    let block = try heap.newString(capacity: 4 * count)
    let target = (block + JQBlock.headSize).assumingMemoryBound(to: UInt8.self)
    var size = 0
    for place in 0..<count {
      let value = JQBlock.values(made.block)[place]
      guard value.isNumber, !heap.double(value).isNaN else {
        throw heap.fail(
          "\(try described(value)) can't be imploded, unicode codepoint needs to be numeric"
        )
      }
      let number = heap.double(value)
      let isFine = number >= 0 && number < 0x110000 && !(number >= 0xD800 && number < 0xE000)
      size += UTF8Bytes.write(isFine ? UInt32(number) : 0xFFFD, to: target + size)
    }
    JQBlock.setCount(block, size)
    return JQValue(.string, block, flags: JQValue.unique)
  }

  mutating func split(_ text: JQValue, _ separator: JQValue) throws(JQFault) -> JQValue {
    let bytes = try heap.bytes(text)
    let needle = try heap.bytes(separator)
    var result = try heap.newArray(capacity: 4)
    guard !bytes.isEmpty else { return result }
    if needle.isEmpty {
      var at = 0
      while at < bytes.count {
        let length = UTF8Bytes.read(bytes, at).length
        let part = try heap.string(UnsafeBufferPointer(rebasing: bytes[at..<at + length]))
        result = try heap.appending(part, to: result, consumes: true)
        at += length
      }
      return result
    }
    var start = 0
    while true {
      let end = UTF8Bytes.find(needle, in: bytes, from: start)
      let part = try heap.string(UnsafeBufferPointer(rebasing: bytes[start..<(end ?? bytes.count)]))
      result = try heap.appending(part, to: result, consumes: true)
      guard let end else { return result }
      start = end + needle.count
    }
  }

  /// Null is the empty text; booleans and numbers as they are printed.
  private mutating func joined(_ array: JQValue, _ separator: JQValue) throws(JQFault) -> JQValue {
    guard array.isArray || array.isObject else {
      throw heap.fail(
        "Cannot iterate over \(try described(array))"
      )
    }
    let made: JQValue
    if array.isObject {
      made = try heap.array(try members(of: array))
    } else {
      made = try heap.made(array)
    }
    let count = JQBlock.count(made.block)
    guard count > 0 else { return try heap.string("") }
    var result = try heap.string("")
    for place in 0..<count {
      let value = heap.share(JQBlock.values(made.block) + place)
      if place > 0 { result = try sum(result, separator, takesA: true) }
      switch value.rank {
      case 0: break
      case 1, 2, 3: result = try sum(result, try json(value), takesA: true)
      default: result = try sum(result, value, takesA: true)
      }
    }
    return result
  }

  private mutating func members(of object: JQValue) throws(JQFault) -> [JQValue] {
    let block = try heap.madeObject(object).block
    return (0..<JQBlock.count(block)).map { heap.share(JQBlock.members(block) + 2 * $0 + 1) }
  }

  private mutating func mapped(_ text: JQValue, _ map: (UInt8) -> UInt8) throws(JQFault) -> JQValue
  {
    guard text.isString else { throw heap.fail("explode input must be a string") }
    let result = try heap.string(try heap.bytes(text))
    let bytes = (result.block + JQBlock.headSize).assumingMemoryBound(to: UInt8.self)
    for place in 0..<JQBlock.count(result.block) { bytes[place] = map(bytes[place]) }
    return result
  }

  // MARK: Places

  /// Where a value, a run of values or a text stands in another one.
  mutating func indices(_ whole: JQValue, _ part: JQValue) throws(JQFault) -> JQValue {
    if whole.rank == 0 { return part.isArray ? try indexed(whole, part) : .null }
    if whole.isString, part.isString {
      let bytes = try heap.bytes(whole)
      let needle = try heap.bytes(part)
      var result = try heap.newArray(capacity: 4)
      var position = 0
      var passed = 0
      var at = 0
      while let found = UTF8Bytes.find(needle, in: bytes, from: at) {
        position += UTF8Bytes.count(UnsafeBufferPointer(rebasing: bytes[passed..<found]))
        passed = found
        result = try heap.appending(JQValue(position), to: result, consumes: true)
        at = found + 1
      }
      return result
    }
    guard whole.isArray else { return try indexed(whole, part) }
    let made = try heap.made(whole)
    let count = JQBlock.count(made.block)
    var result = try heap.newArray(capacity: 4)
    if part.isArray {
      let wanted = try heap.made(part)
      let length = JQBlock.count(wanted.block)
      guard length > 0 else { return .null }
      for start in 0..<max(0, count - length + 1) {
        var isSame = true
        for offset in 0..<length where isSame {
          isSame = try heap.equal(
            JQBlock.values(made.block)[start + offset],
            JQBlock.values(wanted.block)[offset]
          )
        }
        if isSame { result = try heap.appending(JQValue(start), to: result, consumes: true) }
      }
      return result
    }
    for place in 0..<count where try heap.equal(JQBlock.values(made.block)[place], part) {
      result = try heap.appending(JQValue(place), to: result, consumes: true)
    }
    return result
  }

  mutating func index(_ whole: JQValue, _ part: JQValue, last: Bool) throws(JQFault) -> JQValue {
    let all = try indices(whole, part)
    // An object gives its member, which may be anything, and an array of the element itself.
    guard all.isArray else { return try indexed(all, JQValue(0)) }
    let count = heap.count(all)
    return count > 0 ? heap.element(all, last ? count - 1 : 0) : .null
  }
}
