/// Reads the plain forms of a command line without the argument parser.
///
/// The parser builds the tree of all commands by reflection, which costs fifteen million instructions, more than
/// half of a short run. This table costs a few thousand. It never says that a line is wrong: it gives
/// `nil` for everything that it does not know (help, a misspelled option, a value that cannot be read,
/// `--name=value`, an option given twice), and the parser reads that line and explains it.
struct QuickLine<Request> {
  /// Takes a word into the request; false leaves the whole line to the parser.
  typealias Taker = (inout Request, String) -> Bool

  /// An option with a value, or a flag where `take` gets an empty text.
  struct Entry {
    let option: CommandOption
    let isFlag: Bool
    let isRepeatable: Bool
    let take: Taker
  }

  var entries: [Entry] = []
  /// Takes a word that belongs to no option.
  let positional: Taker

  /// Adds an option with a value.
  mutating func add(_ option: CommandOption, repeatable: Bool = false, _ take: @escaping Taker) {
    entries.append(Entry(option: option, isFlag: false, isRepeatable: repeatable, take: take))
  }

  /// Adds a flag.
  mutating func add(flag option: CommandOption, _ turnOn: @escaping (inout Request) -> Void) {
    entries.append(
      Entry(option: option, isFlag: true, isRepeatable: false) { request, _ in
        turnOn(&request)
        return true
      }
    )
  }

  /// Sets a value that could be read; false for one that could not.
  static func set<Value>(_ place: inout Value, _ value: Value?) -> Bool {
    guard let value else { return false }
    place = value
    return true
  }

  /// The same for a value that may be missing.
  static func set<Value>(_ place: inout Value?, _ value: Value?) -> Bool {
    guard let value else { return false }
    place = value
    return true
  }

  /// The request that the words after the command's name stand for, or nil.
  func read(_ words: some Sequence<String>, into empty: Request) -> Request? {
    var request = empty
    var seen: Set<Int> = []
    var words = words.makeIterator()
    while let word = words.next() {
      guard word.utf8.first == UInt8(ascii: "-"), word.utf8.count > 1 else {
        guard !word.isEmpty, positional(&request, word) else { return nil }
        continue
      }
      guard let number = entries.firstIndex(where: { Self.names($0.option, word) }) else {
        return nil
      }
      let entry = entries[number]
      guard seen.insert(number).inserted || entry.isRepeatable else { return nil }
      var value = ""
      if !entry.isFlag {
        // The parser takes a value that looks like an option for one.
        guard let next = words.next(), next.utf8.first != UInt8(ascii: "-") else { return nil }
        value = next
      }
      guard entry.take(&request, value) else { return nil }
    }
    return request
  }

  private static func names(_ option: CommandOption, _ word: String) -> Bool {
    if word.hasPrefix("--") { return word.dropFirst(2) == option.name }
    return option.letter.map { word.dropFirst() == String($0) } ?? false
  }
}
