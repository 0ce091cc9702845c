extension JQEvaluation {
  /// Calls a native function with its values side by side, the input first.
  mutating func callNative(_ native: JQNative, _ values: UnsafeMutablePointer<JQValue>)
    throws(JQFault) -> JQValue
  {
    let input = values[0]
    switch native {
    case .length: return try length(input)
    case .utf8bytelength:
      guard input.isString else {
        throw heap.fail("\(try described(input)) only strings have UTF-8 byte length")
      }
      return JQValue(try heap.bytes(input).count)
    case .keys: return try keys(input, sorted: true)
    case .keysUnsorted: return try keys(input, sorted: false)
    case .has: return JQValue(try has(input, values[1]))
    case .contains: return JQValue(try contains(input, values[1]))
    case .add: return try added(input)
    case .any: return JQValue(try holds(input, stopsAt: true))
    case .all: return JQValue(try holds(input, stopsAt: false))
    case .flatten: return try flattened(input, Double.infinity)
    case .flattenTo:
      guard values[1].isNumber else { throw heap.fail("flatten depth must not be negative") }
      return try flattened(input, heap.double(values[1]))
    case .type: return try heap.string("\(input.typeName)")
    case .tostring: return input.isString ? input : try json(input)
    case .tonumber: return try number(input)
    case .toboolean: return try boolean(input)
    case .infinite: return JQValue(Double.infinity)
    case .nan: return JQValue(Double.nan)
    case .isinfinite: return JQValue(input.isNumber && heap.double(input).isInfinite)
    case .isnan: return JQValue(input.isNumber && heap.double(input).isNaN)
    case .isnormal: return JQValue(input.isNumber && heap.double(input).isNormal)
    case .sort, .sortBy, .groupBy, .min, .max, .minBy, .maxBy, .unique, .uniqueBy, .reverse,
      .transpose, .bsearch:
      return try callSorting(native, values)
    case .indices: return try indices(input, values[1])
    case .index, .rindex: return try index(input, values[1], last: native == .rindex)
    case .startswith, .endswith, .ltrimstr, .rtrimstr, .trimstr, .trim, .ltrim, .rtrim, .explode,
      .implode, .split, .join, .asciiDowncase, .asciiUpcase:
      return try callText(native, values)
    case .tojson: return try json(input)
    case .fromjson: return try parsed(input)
    case .setpath:
      let path = try keys(ofArray: values[1])
      return try setting(path, in: input, to: values[2].shared, consumes: true)
    case .delpaths: return try deleting(values[1], from: input)
    case .toEntries: return try entries(input)
    case .fromEntries: return try object(ofEntries: input)
    case .matches, .test, .captures, .scan, .splitBy, .edits, .edited:
      return try callRegex(native, values)
    case .strptime, .strftime, .strflocaltime, .mktime, .gmtime, .localtime, .now:
      return try callDate(native, values)
    case .debug:
      surroundings.log("[\"DEBUG:\",\(try jsonText(input))]")
      return input
    case .stderr:
      surroundings.log(input.isString ? try heap.text(input) : try jsonText(input))
      return input
    case .inputLineNumber: return JQValue(surroundings.lineNumber)
    case .builtins:
      var names: [JQValue] = []
      for name in JQCompiler.builtinNames where !name.hasPrefix("_") {
        names.append(try heap.string(name))
      }
      return try heap.array(names)
    default: return try callMaths(native, values)
    }
  }

  mutating func double(_ value: JQValue) throws(JQFault) -> Double {
    guard value.isNumber else { throw heap.fail("\(try described(value)) number required") }
    return heap.double(value)
  }

  // MARK: Any value

  mutating func length(_ value: JQValue) throws(JQFault) -> JQValue {
    switch value.rank {
    case 0: return JQValue(0)
    case 3:
      if heap.double(value) < 0 { return try heap.negated(value) }
      return value
    case 4: return JQValue(UTF8Bytes.count(try heap.bytes(value)))
    case 5: return JQValue(heap.count(value))
    case 6: return JQValue(try heap.memberCount(value))
    default: throw heap.fail("\(try described(value)) has no length")
    }
  }

  private mutating func keys(_ value: JQValue, sorted: Bool) throws(JQFault) -> JQValue {
    if value.isArray {
      let count = heap.count(value)
      let result = try heap.newArray(capacity: count)
      for place in 0..<count { JQBlock.values(result.block)[place] = JQValue(place) }
      JQBlock.setCount(result.block, count)
      return result
    }
    guard value.isObject else { throw heap.fail("\(try described(value)) has no keys") }
    let block = try heap.madeObject(value).block
    let order = sorted ? try heap.sortedMembers(block) : Array(0..<JQBlock.count(block))
    let result = try heap.newArray(capacity: order.count)
    for (place, number) in order.enumerated() {
      JQBlock.values(result.block)[place] = JQBlock.members(block)[2 * number].shared
    }
    JQBlock.setCount(result.block, order.count)
    return result
  }

  private mutating func has(_ value: JQValue, _ key: JQValue) throws(JQFault) -> Bool {
    if value.isObject, key.isString { return try heap.member(value, try heap.key(key)) != nil }
    if value.isArray, key.isNumber {
      let place = heap.double(key)
      return place >= 0 && place < Double(heap.count(value))
    }
    // Null has nothing, and every key is one that it has not.
    if value.kind == .null, key.isString || key.isNumber { return false }
    throw heap.fail("Cannot check whether \(value.typeName) has a \(key.typeName) key")
  }

  private mutating func values(of container: JQValue) throws(JQFault) -> [JQValue] {
    guard container.isArray || container.isObject else {
      throw heap.fail(
        "Cannot iterate over \(try described(container))"
      )
    }
    var values: [JQValue] = []
    if container.isArray {
      let block = try heap.made(container).block
      for place in 0..<JQBlock.count(block) {
        values.append(heap.share(JQBlock.values(block) + place))
      }
    } else {
      let block = try heap.madeObject(container).block
      for place in 0..<JQBlock.count(block) {
        values.append(heap.share(JQBlock.members(block) + 2 * place + 1))
      }
    }
    return values
  }

  private mutating func added(_ container: JQValue) throws(JQFault) -> JQValue {
    var result = JQValue.null
    var isOwn = false
    for value in try values(of: container) {
      if result.rank == 0 {
        result = value
      } else if value.rank != 0 {
        result = try sum(result, value, takesA: isOwn)
        result.flags |= result.hasBlock && result.kind != .literal ? JQValue.unique : 0
        isOwn = true
      }
    }
    return result
  }

  private mutating func holds(_ container: JQValue, stopsAt wanted: Bool) throws(JQFault) -> Bool {
    for value in try values(of: container) where value.isTrue == wanted { return wanted }
    return !wanted
  }

  /// Arrays within arrays made one; a list of where it is instead of recursion.
  private mutating func flattened(_ array: JQValue, _ depth: Double) throws(JQFault) -> JQValue {
    guard depth >= 0 else { throw heap.fail("flatten depth must not be negative") }
    var result = try heap.newArray(capacity: 8)
    var levels: [(values: [JQValue], at: Int)] = [(try values(of: array), 0)]
    while !levels.isEmpty {
      let last = levels.count - 1
      let at = levels[last].at
      guard at < levels[last].values.count else {
        levels.removeLast()
        continue
      }
      levels[last].at += 1
      let value = levels[last].values[at]
      if value.isArray, Double(levels.count) <= depth {
        levels.append((try values(of: value), 0))
      } else {
        result = try heap.appending(value, to: result, consumes: true)
      }
    }
    return result
  }

  private mutating func entries(_ object: JQValue) throws(JQFault) -> JQValue {
    guard object.isObject || object.isArray else {
      throw heap.fail("\(try described(object)) has no keys")
    }
    let isObject = object.isObject
    let block = isObject ? try heap.madeObject(object).block : try heap.made(object).block
    let count = JQBlock.count(block)
    let key = try heap.key(try heap.string("key"))
    let value = try heap.key(try heap.string("value"))
    let result = try heap.newArray(capacity: count)
    for number in 0..<count {
      var entry = try heap.newObject(capacity: 2)
      let place =
        isObject ? JQBlock.members(block) + 2 * number + 1 : JQBlock.values(block) + number
      entry = try heap.setting(
        key,
        to: isObject ? JQBlock.members(block)[2 * number].shared : JQValue(number),
        in: entry,
        consumes: true
      )
      entry = try heap.setting(value, to: heap.share(place), in: entry, consumes: true)
      JQBlock.values(result.block)[number] = entry
    }
    JQBlock.setCount(result.block, count)
    return result
  }

  /// `from_entries`: the key under `key`, `k`, `name`, `Name`, `Key` or `K`, the value likewise.
  private mutating func object(ofEntries entries: JQValue) throws(JQFault) -> JQValue {
    var result = try heap.newObject(capacity: 8)
    for entry in try values(of: entries) {
      var key = JQValue.null
      for name in ["key", "k", "name", "Name", "Key", "K"] {
        let found = try indexed(entry, try heap.string(name))
        if found.isTrue {
          key = found
          break
        }
        if found.kind == .false, key.rank == 0 { key = found }
      }
      var value = JQValue.null
      for name in ["value", "v", "Value", "V"] {
        guard entry.isObject,
          let found = try heap.member(entry, try heap.key(try heap.string(name)))
        else { continue }
        value = found
        break
      }
      let text: JQValue
      switch key.rank {
      case 4: text = key
      case 1...3: text = try json(key)
      default: throw heap.fail("Cannot use \(try described(key)) as object key")
      }
      result = try heap.setting(try heap.key(text), to: value, in: result, consumes: true)
    }
    return result
  }

  // MARK: JSON

  mutating func jsonText(_ value: JQValue) throws(JQFault) -> String {
    var output = ByteBuffer()
    try heap.write(value, to: &output, copying: .normalised)
    return String(decoding: output.bytes, as: UTF8.self)
  }

  mutating func json(_ value: JQValue) throws(JQFault) -> JQValue {
    var output = ByteBuffer()
    try heap.write(value, to: &output, copying: .normalised)
    return try heap.string(output.bytes)
  }

  private mutating func number(_ value: JQValue) throws(JQFault) -> JQValue {
    if value.isNumber { return value }
    if value.isString, let number = try NumberWord.value(try heap.bytes(value), &heap) {
      return number
    }
    throw heap.fail("\(try described(value)) cannot be parsed as a number")
  }

  private mutating func boolean(_ value: JQValue) throws(JQFault) -> JQValue {
    if (1...2).contains(value.rank) { return value }
    if value.isString {
      let text = try heap.text(value)
      if text == "true" || text == "false" { return JQValue(text == "true") }
    }
    throw heap.fail("\(try described(value)) cannot be parsed as a boolean")
  }
}
