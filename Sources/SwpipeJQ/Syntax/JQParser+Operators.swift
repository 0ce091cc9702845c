extension JQParser {
  private enum Side {
    case left
    case right
    case none
  }

  private struct Strength {
    var level: Int
    var side: Side
  }

  private func strength(_ token: JQToken) -> Strength? {
    switch token {
    case .symbol("//"): Strength(level: 2, side: .right)
    case .symbol("="), .symbol("|="), .symbol("+="), .symbol("-="), .symbol("*="), .symbol("/="),
      .symbol("%="), .symbol("//="):
      Strength(level: 3, side: .none)
    case .name("or"): Strength(level: 4, side: .left)
    case .name("and"): Strength(level: 5, side: .left)
    case .symbol("=="), .symbol("!="), .symbol("<"), .symbol("<="), .symbol(">"), .symbol(">="):
      Strength(level: 6, side: .none)
    case .symbol("+"), .symbol("-"): Strength(level: 7, side: .left)
    case .symbol("*"), .symbol("/"), .symbol("%"): Strength(level: 8, side: .left)
    default: nil
    }
  }

  /// Operators of at least a level.
  mutating func expression(_ level: Int) -> JQSyntax {
    let start = range.lowerBound
    var left = operand()
    while let strength = strength(token), strength.level >= level {
      let operatorToken = token
      let place = range
      advance()
      if operatorToken == .symbol("="), token == .symbol("=") || token == .symbol("==") {
        report(place.lowerBound..<range.upperBound, "equality is `==`")
        advance()
      }
      let right = expression(strength.side == .right ? strength.level : strength.level + 1)
      left = JQSyntax(combined(operatorToken, left, right), start..<lastEnd)
      if strength.side == .none, let next = self.strength(token), next.level == strength.level {
        report(
          range,
          "\(operatorToken.shown) and \(token.shown) cannot stand side by side",
          "put one of the two in parentheses"
        )
      }
    }
    return left
  }

  private func combined(_ token: JQToken, _ left: JQSyntax, _ right: JQSyntax) -> JQSyntax.Form {
    switch token {
    case .symbol("//"): .alternative(left, right)
    case .symbol("="): .assignment(.plain, left, right)
    case .symbol("|="): .assignment(.update, left, right)
    case .symbol("+="): .assignment(.arithmetic(.add), left, right)
    case .symbol("-="): .assignment(.arithmetic(.subtract), left, right)
    case .symbol("*="): .assignment(.arithmetic(.multiply), left, right)
    case .symbol("/="): .assignment(.arithmetic(.divide), left, right)
    case .symbol("%="): .assignment(.arithmetic(.modulo), left, right)
    case .symbol("//="): .assignment(.alternative, left, right)
    case .name("or"): .or(left, right)
    case .name("and"): .and(left, right)
    case .symbol("=="): .binary(.equal, left, right)
    case .symbol("!="): .binary(.unequal, left, right)
    case .symbol("<"): .binary(.less, left, right)
    case .symbol("<="): .binary(.lessOrEqual, left, right)
    case .symbol(">"): .binary(.greater, left, right)
    case .symbol(">="): .binary(.greaterOrEqual, left, right)
    case .symbol("+"): .binary(.add, left, right)
    case .symbol("-"): .binary(.subtract, left, right)
    case .symbol("*"): .binary(.multiply, left, right)
    case .symbol("/"): .binary(.divide, left, right)
    default: .binary(.modulo, left, right)
    }
  }

  private mutating func operand() -> JQSyntax {
    let start = range.lowerBound
    guard token == .symbol("-") else { return postfix() }
    advance()
    // `- - - …` takes a level each.
    var count = 1
    while token == .symbol("-") {
      count += 1
      advance()
    }
    var operand = postfix()
    for _ in 0..<min(count, JQParser.depthLimit) {
      operand = JQSyntax(.negation(operand), start..<lastEnd)
    }
    return operand
  }

  /// A term and what is written behind it: `.a`, `[…]`, `?`.
  mutating func postfix() -> JQSyntax {
    let start = range.lowerBound
    // `(…)?` guards all that is in the parentheses, `.a?` one step.
    var isGroup = token == .symbol("(")
    var target = term()
    while true {
      defer { isGroup = false }
      switch token {
      case .field(let name):
        let key = JQSyntax(.string(name), range)
        advance()
        target = JQSyntax(.field(target, key), start..<lastEnd)
      case .symbol("."):
        advance()
        if token == .quote {
          let key = string(format: nil)
          target = JQSyntax(.field(target, key), start..<lastEnd)
        } else if token == .symbol("[") {
          target = brackets(target, start)
        } else {
          return lost("expected a name, a string or `[` behind `.`")
        }
      case .symbol("["): target = brackets(target, start)
      case .symbol("?"):
        advance()
        target = JQSyntax(isGroup ? .attempt(target, nil) : .optional(target), start..<lastEnd)
      default: return target
      }
    }
  }

  /// `[]`, `[i]`, `[i:j]`.
  mutating func brackets(_ target: JQSyntax, _ start: Int) -> JQSyntax {
    advance()
    if token == .symbol("]") {
      advance()
      return JQSyntax(.iterate(target), start..<lastEnd)
    }
    if token == .symbol(":") {
      advance()
      let upper = query()
      _ = expect("]", "at the end of the slice")
      return JQSyntax(.slice(target, nil, upper), start..<lastEnd)
    }
    let index = query()
    guard token == .symbol(":") else {
      if !expect("]", "behind the index") {
        _ = skipped(start)
        if token == .symbol("]") { advance() }
      }
      return JQSyntax(.index(target, index), start..<lastEnd)
    }
    advance()
    if token == .symbol("]") {
      advance()
      return JQSyntax(.slice(target, index, nil), start..<lastEnd)
    }
    let upper = query()
    _ = expect("]", "at the end of the slice")
    return JQSyntax(.slice(target, index, upper), start..<lastEnd)
  }

  /// A string, with the quote as the word that is looked at.
  mutating func string(format: String?) -> JQSyntax {
    let start = range.lowerBound
    var parts: [JQSyntax.Form.Part] = []
    while true {
      let (text, isInterpolation) = lexer.stringPart(from: start)
      if !text.isEmpty { parts.append(.text(text)) }
      guard isInterpolation else { break }
      advance()
      let value = query()
      parts.append(.value(value))
      guard token == .symbol(")") else {
        unexpectedToken("expected `)` behind what is inserted into the string")
        return skipped(start)
      }
      // The lexer stands right behind the parenthesis, inside the string.
    }
    let end = lexer.at
    range = start..<end
    advance()
    if parts.isEmpty { return JQSyntax(.string(""), start..<end) }
    if parts.count == 1, case .text(let text) = parts[0] {
      return JQSyntax(.string(text), start..<end)
    }
    return JQSyntax(.interpolation(format: format, parts), start..<end)
  }
}
