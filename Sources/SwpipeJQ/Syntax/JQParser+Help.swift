extension JQParser {
  /// Reports a word that cannot stand where an expression is complete.
  mutating func unexpected(after syntax: JQSyntax) {
    switch token {
    case .symbol(")"), .symbol("]"), .symbol("}"):
      report(range, "\(token.shown) closes nothing")
    case .symbol(";"):
      report(
        range,
        "`;` stands between arguments and behind `def` only",
        "steps are separated by `|`"
      )
    default: unexpectedToken("expected an operator or the end")
    }
  }

  /// Reports the word that is looked at, with the way out where it is a known slip.
  mutating func unexpectedToken(_ expectation: String, _ help: String? = nil) {
    switch token {
    case .symbol("'"):
      report(range, "strings stand in double quotes", "write `\"…\"`")
    case .symbol("&&"): report(range, "`&&` is no operator", "write `and`")
    case .symbol("||"): report(range, "`||` is no operator", "write `or`")
    case .symbol("!"): report(range, "`!` is no operator", "write `(…) | not`")
    case .symbol("`"): report(range, "strings stand in double quotes", "write `\"…\"`")
    case .number(let text) where lexer.text[range.lowerBound] == UInt8(ascii: "."):
      report(
        range,
        "a dot is followed by a name; the value at a place of an array stands in brackets",
        "write `[\(text.dropFirst(2))]`"
      )
    case .name(let word) where !JQToken.keywords.contains(word):
      report(
        range,
        "\(expectation), found \(token.shown)",
        "a field is `.\(word)`; a second step stands behind `|`"
      )
    case .name("elseif"), .name("elsif"):
      report(range, "\(token.shown) is no word of jq", "write `elif`")
    default: report(range, "\(expectation), found \(token.shown)", help)
    }
  }

  /// What to write where a value is missing; nil where the words around do not tell.
  private var missingValue: String? {
    switch (before, token) {
    case (.symbol("("), .symbol(")")): return "write a value between the parentheses"
    case (.symbol("["), .end), (.symbol("("), .end), (.symbol("{"), .end):
      return "\(before.shown) is still open"
    case (.end, .symbol(let sign)) where JQParser.joins(sign):
      return "`\(sign)` needs a value on both sides; the element itself is `.`"
    case (.symbol(let sign), _) where JQParser.joins(sign):
      return "write a value after `\(sign)`, such as `.name` or `2`"
    case (.name(let word), _) where JQToken.keywords.contains(word) && word != "end":
      return "write a value after `\(word)`, such as `.name` or `2`"
    default: return nil
    }
  }

  private static func joins(_ sign: String) -> Bool {
    guard let last = sign.last else { return false }
    return "+-*/%=<>|,;:".contains(last)
  }

  /// Reports what stands where a value is due, and passes it.
  mutating func noTerm() -> JQSyntax {
    let start = range.lowerBound
    switch token {
    case .symbol("'"), .symbol("`"):
      let quote = lexer.text[range.lowerBound]
      var end = range.upperBound
      while end < lexer.text.count, lexer.text[end] != quote { end += 1 }
      let inside = String(decoding: lexer.text[range.upperBound..<end], as: UTF8.self)
      let whole = start..<min(end + 1, lexer.text.count)
      report(whole, "strings stand in double quotes", "write `\"\(inside)\"`")
      lexer.at = whole.upperBound
      range = whole
      advance()
      return JQSyntax(.invalid, whole)
    case .symbol("!"):
      report(range, "`!` is no operator", "write `(…) | not`")
      advance()
      return postfix()
    default:
      unexpectedToken("expected a value", missingValue)
      if token == .symbol(")") || token == .symbol("]") || token == .symbol("}")
        || token == .symbol("|") || token == .symbol(",") || token == .symbol(";") || token == .end
      {
        return JQSyntax(.invalid, range)
      }
      return skipped(start)
    }
  }
}
