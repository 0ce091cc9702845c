/// Finds bytes that every match of a pattern contains, by reading the pattern's text.
///
/// Careful rather than clever: what it does not know for sure makes it give up, since a wrong
/// literal would lose elements. Groups are stepped over as a whole, a `|` outside of them ends it.
struct RequiredLiteral {
  let pattern: [UInt8]
  var position = 0
  /// The characters of the run being collected, each with its bytes.
  private var run: [[UInt8]] = []
  private var best: [UInt8] = []

  /// The longest such run of bytes; nil where none is sure.
  static func find(in pattern: [UInt8]) -> [UInt8]? {
    var reader = RequiredLiteral(pattern)
    guard reader.read() else { return nil }
    return reader.best.isEmpty ? nil : reader.best
  }

  private init(_ pattern: [UInt8]) {
    self.pattern = pattern
  }

  var next: UInt8? { position < pattern.count ? pattern[position] : nil }

  func byte(_ offset: Int) -> UInt8? {
    position + offset < pattern.count ? pattern[position + offset] : nil
  }

  /// False where it must give up.
  private mutating func read() -> Bool {
    while let byte = next {
      let wasRead =
        switch byte {
        case UInt8(ascii: "|"): false
        case UInt8(ascii: "("): skipGroup() && readQuantifier(of: nil)
        case UInt8(ascii: "["): skipClass() && readQuantifier(of: nil)
        case UInt8(ascii: "\\"): readEscape()
        case UInt8(ascii: "."): step(1) && readQuantifier(of: nil)
        case UInt8(ascii: "^"), UInt8(ascii: "$"): step(1) && readQuantifier(of: nil)
        case UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "?"), UInt8(ascii: "{"),
          UInt8(ascii: ")"):
          false
        default: readCharacter()
        }
      guard wasRead else { return false }
    }
    endRun()
    return true
  }

  private mutating func step(_ count: Int) -> Bool {
    position += count
    return true
  }

  private mutating func readCharacter() -> Bool {
    let start = position
    position += 1
    while let byte = next, byte & 0xC0 == 0x80 { position += 1 }
    return readQuantifier(of: Array(pattern[start..<position]))
  }

  /// Escaped punctuation stands for itself; of the letters those are known that take no argument.
  private mutating func readEscape() -> Bool {
    guard let byte = byte(1), byte < 0x80 else { return false }
    position += 2
    switch byte {
    case UInt8(ascii: "n"): return readQuantifier(of: [0x0A])
    case UInt8(ascii: "r"): return readQuantifier(of: [0x0D])
    case UInt8(ascii: "t"): return readQuantifier(of: [0x09])
    case UInt8(ascii: "d"), UInt8(ascii: "D"), UInt8(ascii: "w"), UInt8(ascii: "W"),
      UInt8(ascii: "s"), UInt8(ascii: "S"), UInt8(ascii: "h"), UInt8(ascii: "H"),
      UInt8(ascii: "v"), UInt8(ascii: "V"), UInt8(ascii: "b"), UInt8(ascii: "B"),
      UInt8(ascii: "A"), UInt8(ascii: "z"), UInt8(ascii: "Z"), UInt8(ascii: "R"),
      UInt8(ascii: "X"):
      return readQuantifier(of: nil)
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
      UInt8(ascii: "A")...UInt8(ascii: "Z"), 0..<0x20:
      return false
    default: return readQuantifier(of: [byte])
    }
  }

  /// Adds a character (nil: something that is not one) to the run by the quantifier behind it.
  private mutating func readQuantifier(of character: [UInt8]?) -> Bool {
    var isRequired = true
    var isRepeated = false
    switch next {
    case UInt8(ascii: "*"), UInt8(ascii: "?"):
      isRequired = false
      position += 1
    case UInt8(ascii: "+"):
      isRepeated = true
      position += 1
    case UInt8(ascii: "{"):
      guard let least = readBounds() else { return false }
      isRequired = least > 0
      isRepeated = true
    default:
      add(character, endsRun: false)
      return true
    }
    // A lazy or possessive sign changes nothing in what must be there.
    if next == UInt8(ascii: "?") || next == UInt8(ascii: "+") { position += 1 }
    add(isRequired ? character : nil, endsRun: isRepeated)
    return true
  }

  private mutating func add(_ character: [UInt8]?, endsRun: Bool) {
    if let character { run.append(character) }
    if character == nil || endsRun { self.endRun() }
  }

  private mutating func endRun() {
    let bytes = run.flatMap { $0 }
    if bytes.count > best.count { best = bytes }
    run = []
  }

  /// The lower bound of `{2}`, `{2,}` or `{2,5}`; nil for anything else.
  private mutating func readBounds() -> Int? {
    position += 1
    guard let least = readNumber() else { return nil }
    if next == UInt8(ascii: ",") {
      position += 1
      if next != UInt8(ascii: "}"), readNumber() == nil { return nil }
    }
    guard next == UInt8(ascii: "}") else { return nil }
    position += 1
    return least
  }

  private mutating func readNumber() -> Int? {
    var digits = 0
    var value = 0
    while let byte = next, byte &- 0x30 < 10, digits < 6 {
      value = value * 10 + Int(byte - 0x30)
      digits += 1
      position += 1
    }
    return digits > 0 ? value : nil
  }
}
