/// The names in the text of a Swift file, as far as they show without a compiler.
struct SwiftNames {
  /// The types that it declares outside of others, but for those that only the file sees.
  private(set) var declared: Set<String> = []
  /// What begins with a capital letter and is no member of something else, such as the names of types;
  /// without those that are declared here or stand for a generic parameter.
  private(set) var used: Set<String> = []

  private static let kinds: Set<String> = [
    "struct", "enum", "class", "actor", "protocol", "typealias",
  ]
  private static let modifiers: Set<String> = [
    "public", "package", "internal", "final", "indirect", "nonisolated", "Sendable", "unchecked",
  ]

  init(_ text: String) {
    let words = SwiftWords.all(in: text)
    var own: Set<String> = []
    for (number, word) in words.enumerated() where SwiftNames.kinds.contains(word.text) {
      // `class func`, and `associatedtype` and `extension`, declare no type.
      guard number + 1 < words.count, words[number + 1].isCapitalized else { continue }
      let name = words[number + 1].text
      own.insert(name)
      var first = number
      while first > 0, words[first - 1].line == word.line { first -= 1 }
      let before = words[first..<number].map(\.text)
      if words[first].column == 0, before.allSatisfy(SwiftNames.modifiers.contains) {
        declared.insert(name)
      }
    }
    for word in words where word.isGenericParameter { own.insert(word.text) }
    used = Set(words.lazy.filter { $0.isCapitalized && !$0.isMember }.map(\.text)).subtracting(own)
  }
}

/// A word of Swift, outside of comments and of what quotes enclose.
struct SwiftWord {
  var text: String
  var line: Int
  var column: Int
  /// Whether it stands behind a dot.
  var isMember: Bool
  /// Whether it is the name of a generic parameter where that is declared.
  var isGenericParameter: Bool

  var isCapitalized: Bool { text.utf8.first.map { $0 >= 0x41 && $0 <= 0x5A } ?? false }
}

/// Takes Swift apart into words.
struct SwiftWords {
  private let bytes: [UInt8]
  private var position = 0
  private var line = 0
  private var lineStart = 0
  private var words: [SwiftWord] = []
  /// How deep in the brackets behind the name of a declaration, 0 outside.
  private var genericDepth = 0

  static func all(in text: String) -> [SwiftWord] {
    var reader = SwiftWords(bytes: Array(text.utf8))
    reader.read(until: nil)
    return reader.words
  }

  private init(bytes: [UInt8]) {
    self.bytes = bytes
  }

  private func at(_ offset: Int) -> UInt8 {
    position + offset < bytes.count ? bytes[position + offset] : 0
  }

  private static func isWordByte(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "_") || byte >= 0x80
      || (byte >= 0x30 && byte <= 0x39) || (byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A)
  }

  private mutating func step(_ count: Int = 1) {
    for _ in 0..<count where position < bytes.count {
      if bytes[position] == UInt8(ascii: "\n") {
        line += 1
        lineStart = position + 1
      }
      position += 1
    }
  }

  /// Reads up to a parenthesis that closes an interpolation, or to the end.
  private mutating func read(until close: UInt8?) {
    var depth = 0
    while position < bytes.count {
      switch bytes[position] {
      case UInt8(ascii: "/") where at(1) == UInt8(ascii: "/"):
        while position < bytes.count, bytes[position] != UInt8(ascii: "\n") { step() }
      case UInt8(ascii: "/") where at(1) == UInt8(ascii: "*"):
        while position < bytes.count, !(at(0) == UInt8(ascii: "*") && at(1) == UInt8(ascii: "/")) {
          step()
        }
        step(2)
      case UInt8(ascii: "\""): readQuoted(hashes: 0)
      case UInt8(ascii: "#") where at(1) == UInt8(ascii: "\"") || at(1) == UInt8(ascii: "#"):
        var hashes = 0
        while at(0) == UInt8(ascii: "#") {
          hashes += 1
          step()
        }
        if at(0) == UInt8(ascii: "\"") { readQuoted(hashes: hashes) }
      case UInt8(ascii: "`"):
        step()
        while position < bytes.count, bytes[position] != UInt8(ascii: "`") { step() }
        step()
      case let byte where SwiftWords.isWordByte(byte): readWord()
      case let byte:
        if byte == UInt8(ascii: "(") { depth += 1 }
        if let close, byte == close {
          if depth == 0 { return }
          depth -= 1
        }
        if genericDepth > 0 {
          if byte == UInt8(ascii: "<") { genericDepth += 1 }
          if byte == UInt8(ascii: ">"), bytes[position - 1] != UInt8(ascii: "-") {
            genericDepth -= 1
          }
        }
        step()
      }
    }
  }

  private mutating func readWord() {
    let start = position
    while position < bytes.count, SwiftWords.isWordByte(bytes[position]) { position += 1 }
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    var before = start - 1
    while before >= 0, bytes[before] == UInt8(ascii: " ") { before -= 1 }
    let isFirst = before < 0
    // A range such as `0..<Count` is no member.
    let isMember =
      !isFirst && bytes[before] == UInt8(ascii: ".")
      && !(before > 0 && bytes[before - 1] == UInt8(ascii: "."))
    let begins =
      genericDepth == 1 && !isFirst
      && (bytes[before] == UInt8(ascii: "<") || bytes[before] == UInt8(ascii: ","))
    words.append(
      SwiftWord(
        text: text,
        line: line,
        column: start - lineStart,
        isMember: isMember,
        isGenericParameter: begins
      )
    )
    let declares: Set<String> = [
      "func", "struct", "enum", "class", "actor", "typealias", "subscript",
    ]
    let isNamed = words.count > 1 && declares.contains(words[words.count - 2].text)
    if at(0) == UInt8(ascii: "<"), isNamed || text == "init" || text == "subscript" {
      genericDepth = 1
      step()
    }
  }

  /// Reads what quotes enclose, and the words of its interpolations.
  private mutating func readQuoted(hashes: Int) {
    let isLong = at(1) == UInt8(ascii: "\"") && at(2) == UInt8(ascii: "\"")
    let quotes = isLong ? 3 : 1
    step(quotes)
    while position < bytes.count {
      if at(0) == UInt8(ascii: "\""), ends(quotes, hashes) {
        step(quotes + hashes)
        return
      }
      if at(0) == UInt8(ascii: "\\"), (0..<hashes).allSatisfy({ at(1 + $0) == UInt8(ascii: "#") }) {
        step(1 + hashes)
        if at(0) == UInt8(ascii: "(") {
          step()
          let depth = genericDepth
          genericDepth = 0
          read(until: UInt8(ascii: ")"))
          genericDepth = depth
        }
      }
      step()
    }
  }

  private func ends(_ quotes: Int, _ hashes: Int) -> Bool {
    (0..<quotes).allSatisfy { at($0) == UInt8(ascii: "\"") }
      && (0..<hashes).allSatisfy { at(quotes + $0) == UInt8(ascii: "#") }
  }
}
