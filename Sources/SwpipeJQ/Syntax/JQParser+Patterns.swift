extension JQParser {
  /// One or several patterns, separated by `?//`; nil with a problem.
  mutating func patterns() -> [JQPattern]? {
    guard let first = pattern() else { return nil }
    var patterns = [first]
    while token == .symbol("?//") {
      advance()
      guard let next = pattern() else { return nil }
      patterns.append(next)
    }
    return patterns
  }

  private mutating func pattern(depth: Int = 0) -> JQPattern? {
    let start = range.lowerBound
    guard depth < JQParser.depthLimit else {
      report(range, "the pattern is nested too deeply")
      return nil
    }
    switch token {
    case .variable(let name):
      let place = range
      advance()
      return .variable(name, place)
    case .symbol("["):
      var parts: [JQPattern] = []
      repeat {
        advance()
        guard let part = pattern(depth: depth + 1) else { return nil }
        parts.append(part)
      } while token == .symbol(",")
      guard expect("]", "at the end of the pattern") else { return nil }
      return .array(parts, start..<lastEnd)
    case .symbol("{"):
      var members: [JQPattern.Member] = []
      repeat {
        advance()
        guard let member = patternMember(depth: depth) else { return nil }
        members.append(member)
      } while token == .symbol(",")
      guard expect("}", "at the end of the pattern") else { return nil }
      return .object(members, start..<lastEnd)
    default:
      unexpectedToken("expected `$name`, `[` or `{` behind `as`")
      return nil
    }
  }

  private mutating func patternMember(depth: Int) -> JQPattern.Member? {
    let place = range
    var member: JQPattern.Member
    switch token {
    case .variable(let name):
      advance()
      member = JQPattern.Member(variable: name, key: JQSyntax(.string(name), place))
      guard token == .symbol(":") else { return member }
    case .name(let word):
      advance()
      member = JQPattern.Member(key: JQSyntax(.string(word), place))
    case .quote: member = JQPattern.Member(key: string(format: nil))
    case .symbol("("):
      advance()
      member = JQPattern.Member(key: query())
      guard expect(")", "behind the key") else { return nil }
    default:
      unexpectedToken("expected a key of the pattern")
      return nil
    }
    guard expect(":", "behind the key of the pattern"), let value = pattern(depth: depth + 1) else {
      return nil
    }
    member.value = value
    return member
  }
}
