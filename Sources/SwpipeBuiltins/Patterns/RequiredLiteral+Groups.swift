extension RequiredLiteral {
  /// Moves past a group with all that is in it; false for what may change the rules outside of it.
  mutating func skipGroup() -> Bool {
    var depth = 0
    while let byte = next {
      switch byte {
      case UInt8(ascii: "("):
        guard startsPlainGroup else { return false }
        depth += 1
        position += 1
      case UInt8(ascii: ")"):
        depth -= 1
        position += 1
        if depth == 0 { return true }
      case UInt8(ascii: "["):
        guard skipClass() else { return false }
      case UInt8(ascii: "\\"):
        guard let escaped = self.byte(1), !Self.quotes(escaped) else { return false }
        position += 2
      default:
        position += 1
      }
    }
    return false
  }

  /// Whether `(` opens a group without options, comments, conditions or verbs: `(`, `(?:`, `(?<name>`,
  /// `(?P<name>`, `(?>` and the lookarounds.
  private var startsPlainGroup: Bool {
    guard byte(1) != UInt8(ascii: "*") else { return false }
    guard byte(1) == UInt8(ascii: "?") else { return true }
    switch byte(2) {
    case UInt8(ascii: ":"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "="),
      UInt8(ascii: "!"):
      return true
    case UInt8(ascii: "P"): return byte(3) == UInt8(ascii: "<")
    default: return false
    }
  }

  /// Moves past `[…]`, in which a first `]` is a character and `[:name:]` may stand.
  mutating func skipClass() -> Bool {
    position += 1
    if next == UInt8(ascii: "^") { position += 1 }
    if next == UInt8(ascii: "]") { position += 1 }
    while let byte = next {
      switch byte {
      case UInt8(ascii: "]"):
        position += 1
        return true
      case UInt8(ascii: "\\"):
        guard let escaped = self.byte(1), !Self.quotes(escaped) else { return false }
        position += 2
      case UInt8(ascii: "["):
        guard let kind = self.byte(1) else { return false }
        if [UInt8(ascii: ":"), UInt8(ascii: "."), UInt8(ascii: "=")].contains(kind) {
          guard skipNamedClass(kind) else { return false }
        } else {
          position += 1
        }
      default: position += 1
      }
    }
    return false
  }

  /// Moves past `[:name:]`; false where it is not closed, since `[` is a character then.
  private mutating func skipNamedClass(_ kind: UInt8) -> Bool {
    position += 2
    while let byte = next {
      if byte == kind, self.byte(1) == UInt8(ascii: "]") {
        position += 2
        return true
      }
      if byte == UInt8(ascii: "]") || byte == UInt8(ascii: "\\") { return false }
      position += 1
    }
    return false
  }

  /// Whether an escape begins or ends quoting, within which nothing else has a meaning.
  private static func quotes(_ escaped: UInt8) -> Bool {
    escaped == UInt8(ascii: "Q") || escaped == UInt8(ascii: "E") || escaped == UInt8(ascii: "c")
  }
}
