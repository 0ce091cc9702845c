/// Two arrays or objects that are being compared by `contains`.
private struct Containment {
  let whole: JQValue
  let part: JQValue
  /// Which member of the part is looked for.
  var wanted = 0
  /// Which value of the whole is tried, in an array.
  var place = 0
}

extension JQEvaluation {
  /// Levels of values within each other that `contains` looks at.
  private static let deepest = 10_000

  /// Whether one value contains another.
  ///
  /// What is being compared is in a list, so that deep values need no stack.
  mutating func contains(_ whole: JQValue, _ part: JQValue) throws(JQFault) -> Bool {
    var open: [Containment] = []
    var verdict = try beginContainment(whole, part, &open)
    while var pair = open.popLast() {
      let isObject = pair.part.isObject
      if let known = verdict {
        // One that is missing decides about an object; an array may have the value elsewhere.
        if isObject, !known { continue }
        if isObject || known {
          pair.wanted += 1
          pair.place = 0
        } else {
          pair.place += 1
        }
      }
      verdict = nil
      let block = pair.part.block
      guard pair.wanted < JQBlock.count(block) else {
        verdict = true
        continue
      }
      if isObject {
        let key = JQBlock.members(block)[2 * pair.wanted]
        let value = JQBlock.members(block)[2 * pair.wanted + 1].shared
        guard let inner = try heap.member(pair.whole, key) else {
          verdict = false
          continue
        }
        open.append(pair)
        verdict = try beginContainment(inner, value, &open)
      } else {
        let value = JQBlock.values(block)[pair.wanted].shared
        let wholes = pair.whole.block
        while pair.place < JQBlock.count(wholes),
          !isSameKind(JQBlock.values(wholes)[pair.place], value)
        {
          pair.place += 1
        }
        guard pair.place < JQBlock.count(wholes) else {
          verdict = false
          continue
        }
        open.append(pair)
        verdict = try beginContainment(JQBlock.values(wholes)[pair.place].shared, value, &open)
      }
    }
    return verdict ?? true
  }

  private func isSameKind(_ a: JQValue, _ b: JQValue) -> Bool {
    a.rank == b.rank || (1...2).contains(a.rank) && (1...2).contains(b.rank)
  }

  /// The verdict on two values; nil where it takes their members, which are then in the list.
  private mutating func beginContainment(
    _ whole: JQValue,
    _ part: JQValue,
    _ open: inout [Containment]
  ) throws(JQFault) -> Bool? {
    let areObjects = whole.isObject && part.isObject
    if areObjects || whole.isArray && part.isArray {
      guard open.count < JQEvaluation.deepest else {
        throw heap.fail("Containment check too deep")
      }
      let whole = areObjects ? whole : try heap.made(whole)
      let part = areObjects ? try heap.madeObject(part) : try heap.made(part)
      open.append(Containment(whole: whole, part: part))
      return nil
    }
    if whole.isString, part.isString {
      let needle = try heap.bytes(part)
      let bytes = try heap.bytes(whole)
      return needle.isEmpty || UTF8Bytes.find(needle, in: bytes, from: 0) != nil
    }
    let isBoolean = (1...2).contains(whole.rank) && (1...2).contains(part.rank)
    guard whole.rank == part.rank || isBoolean else {
      throw heap.fail(
        "\(try described(whole)) and \(try described(part)) cannot have their containment checked"
      )
    }
    return try heap.equal(whole, part)
  }
}
