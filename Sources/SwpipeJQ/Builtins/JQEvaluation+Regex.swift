extension JQEvaluation {
  mutating func callRegex(_ native: JQNative, _ values: UnsafeMutablePointer<JQValue>)
    throws(JQFault) -> JQValue
  {
    let input = values[0]
    if native == .edited { return try edited(input, values[1], values[2]) }
    var pattern = values[1]
    var flags = values[2]
    if pattern.isArray {
      let parts = pattern
      pattern = heap.count(parts) > 0 ? heap.element(parts, 0) : .null
      if heap.count(parts) > 1, flags.rank == 0 || native == .edits {
        flags = heap.element(parts, 1)
      }
    }
    guard input.isString else {
      throw heap.fail("\(try described(input)) cannot be matched, as it is not a string")
    }
    guard pattern.isString else {
      throw heap.fail("\(pattern.typeName) not a string or array")
    }
    guard flags.isString || flags.rank == 0 else {
      throw heap.fail("\(try described(flags)) is not a string")
    }
    let text = try heap.bytes(input)
    let patternBytes = try heap.bytes(pattern)
    let noFlags = UnsafeBufferPointer<UInt8>(start: nil, count: 0)
    let flagBytes = flags.isString ? try heap.bytes(flags) : noFlags
    do throws(JQRegex.Problem) {
      let regex = try regexes.regex(patternBytes, flagBytes)
      if native == .test { return JQValue(try regex.find(in: text, from: 0)) }
      return try matches(regex, native, text)
    } catch {
      let shown = String(decoding: patternBytes, as: UTF8.self)
      if error.message.hasSuffix("is not a valid modifier string") {
        throw heap.fail(error.message)
      }
      if fault != nil {
        defer { fault = nil }
        throw fault ?? .raised
      }
      throw heap.fail("Regex failure: \(error.message), in `\(shown)`")
    }
  }

  /// All matches, or the first one, as what the function makes of them.
  private mutating func matches(
    _ regex: JQRegex,
    _ native: JQNative,
    _ text: UnsafeBufferPointer<UInt8>
  ) throws(JQRegex.Problem) -> JQValue {
    do throws(JQFault) {
      var result = try heap.newArray(capacity: 4)
      var at = 0
      var passed = 0
      var position = 0
      let isGlobal = regex.isGlobal || native == .scan || native == .splitBy
      while at <= text.count {
        let isFound: Bool
        do throws(JQRegex.Problem) {
          isFound = try regex.find(in: text, from: at)
        } catch {
          throw heap.fail("Regex failure: \(error.message)")
        }
        guard isFound, let whole = regex.range(of: 0) else { break }
        switch native {
        case .matches:
          position += UTF8Bytes.count(
            UnsafeBufferPointer(rebasing: text[passed..<whole.lowerBound])
          )
          passed = whole.lowerBound
          result = try heap.appending(
            try match(regex, text, whole, position),
            to: result,
            consumes: true
          )
        case .captures:
          result = try heap.appending(try captured(regex, text), to: result, consumes: true)
        case .scan:
          result = try heap.appending(try scanned(regex, text, whole), to: result, consumes: true)
        case .splitBy:
          let part = try part(text, passed..<max(passed, whole.lowerBound))
          result = try heap.appending(part, to: result, consumes: true)
          passed = whole.upperBound
        default:
          let edit = try heap.array([
            JQValue(whole.lowerBound), JQValue(whole.upperBound), try captured(regex, text),
          ])
          result = try heap.appending(edit, to: result, consumes: true)
        }
        guard isGlobal else { break }
        at = whole.upperBound
        // Behind an empty match the next character must pass.
        if whole.isEmpty {
          at += at < text.count ? UTF8Bytes.read(text, at).length : 1
        }
      }
      if native == .splitBy {
        let rest = try part(text, min(passed, text.count)..<text.count)
        result = try heap.appending(rest, to: result, consumes: true)
      }
      return result
    } catch {
      fault = error
      throw JQRegex.Problem(message: "")
    }
  }

  private mutating func part(_ text: UnsafeBufferPointer<UInt8>, _ range: Range<Int>)
    throws(JQFault)
    -> JQValue
  {
    try heap.string(UnsafeBufferPointer(rebasing: text[range]))
  }

  private mutating func object(_ members: [(String, JQValue)]) throws(JQFault) -> JQValue {
    var object = try heap.newObject(capacity: members.count)
    for (name, value) in members {
      object = try heap.setting(
        try heap.key(try heap.string(name)),
        to: value,
        in: object,
        consumes: true
      )
    }
    return object
  }

  private mutating func match(
    _ regex: JQRegex,
    _ text: UnsafeBufferPointer<UInt8>,
    _ whole: Range<Int>,
    _ position: Int
  ) throws(JQFault) -> JQValue {
    var captures = try heap.newArray(capacity: regex.groupCount)
    for group in 1..<regex.groupCount + 1 {
      let name =
        try regex.names[group].map { name throws(JQFault) in try heap.string(name) } ?? JQValue.null
      let capture: JQValue
      if let range = regex.range(of: group) {
        // A group may stand before the match, in a look-behind.
        let offset =
          range.lowerBound >= whole.lowerBound
          ? position
            + UTF8Bytes.count(
              UnsafeBufferPointer(rebasing: text[whole.lowerBound..<range.lowerBound])
            ) : UTF8Bytes.count(UnsafeBufferPointer(rebasing: text[..<range.lowerBound]))
        capture = try object([
          ("offset", JQValue(offset)),
          ("length", JQValue(UTF8Bytes.count(UnsafeBufferPointer(rebasing: text[range])))),
          ("string", try part(text, range)),
          ("name", name),
        ])
      } else {
        capture = try object([
          ("offset", JQValue(-1)), ("length", JQValue(0)), ("string", .null), ("name", name),
        ])
      }
      captures = try heap.appending(capture, to: captures, consumes: true)
    }
    return try object([
      ("offset", JQValue(position)),
      ("length", JQValue(UTF8Bytes.count(UnsafeBufferPointer(rebasing: text[whole])))),
      ("string", try part(text, whole)),
      ("captures", captures),
    ])
  }

  /// The named groups as an object; of several with one name the last that took part counts.
  private mutating func captured(_ regex: JQRegex, _ text: UnsafeBufferPointer<UInt8>)
    throws(JQFault) -> JQValue
  {
    var members: [(String, JQValue)] = []
    for group in 1..<regex.groupCount + 1 {
      guard let name = regex.names[group] else { continue }
      let value =
        try regex.range(of: group).map { range throws(JQFault) in try part(text, range) } ?? .null
      if let known = members.firstIndex(where: { $0.0 == name }) {
        if value.rank != 0 { members[known].1 = value }
      } else {
        members.append((name, value))
      }
    }
    return try object(members)
  }

  private mutating func scanned(
    _ regex: JQRegex,
    _ text: UnsafeBufferPointer<UInt8>,
    _ whole: Range<Int>
  ) throws(JQFault) -> JQValue {
    guard regex.groupCount > 0 else { return try part(text, whole) }
    var groups: [JQValue] = []
    for group in 1...regex.groupCount {
      groups.append(
        try regex.range(of: group).map { range throws(JQFault) in try part(text, range) } ?? .null
      )
    }
    return try heap.array(groups)
  }

  /// The texts with the edits made: the n-th replacement of each match goes into the n-th text.
  private mutating func edited(_ input: JQValue, _ edits: JQValue, _ texts: JQValue) throws(JQFault)
    -> JQValue
  {
    let edits = try heap.made(edits)
    let texts = try heap.made(texts)
    let source = try heap.bytes(input)
    var results: [JQValue] = []
    var passed = 0
    for number in 0..<JQBlock.count(edits.block) {
      let edit = JQBlock.values(edits.block)[number]
      let start = Int(heap.double(heap.element(edit, 0)))
      let end = Int(heap.double(heap.element(edit, 1)))
      let inserts = JQBlock.values(texts.block)[number].shared
      let gap = UnsafeBufferPointer(rebasing: source[passed..<max(passed, start)])
      for place in 0..<heap.count(inserts) {
        let insert = heap.element(inserts, place)
        if place >= results.count { results.append(try heap.string("")) }
        results[place] = try heap.concatenated(
          results[place],
          try heap.string(gap),
          consumesLeft: true
        )
        guard insert.isString else {
          throw heap.fail(
            "\(try described(results[place])) and \(try described(insert)) cannot be added"
          )
        }
        results[place] = try heap.concatenated(results[place], insert, consumesLeft: true)
      }
      passed = end
    }
    guard !results.isEmpty else { return try heap.array([input.shared]) }
    let rest = try heap.string(UnsafeBufferPointer(rebasing: source[passed...]))
    for place in results.indices {
      results[place] = try heap.concatenated(results[place], rest, consumesLeft: true)
    }
    return try heap.array(results)
  }
}
