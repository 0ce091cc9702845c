internal import SwpipeCore

/// The columns that a table sink writes, and where an element's values for them stand.
///
/// Reused for every element: once it is made it allocates nothing.
struct TableColumns: ~Copyable {
  let names: [String]
  /// The names' UTF-8, back to back.
  private var bytes: [UInt8] = []
  private var ends: [Int] = []
  /// The column of an element's n-th member, as it was in the element before.
  private var guesses: [Int] = []
  /// The start and end of each column's value; -1 where it is missing.
  private var values: [Int]
  /// A key without its escapes.
  private var scratch = BatchBuilder()
  /// The way from a name to its column, so that a wide table does not cost its square.
  private var index: TableIndex

  init(_ names: [String]) {
    self.names = names
    index = TableIndex(starts: Array(names.indices))
    values = Array(repeating: -1, count: names.count * 2)
    for name in names {
      bytes += name.utf8
      ends.append(bytes.count)
    }
    for column in names.indices {
      let start = column == 0 ? 0 : ends[column - 1]
      let hash = XXHash.xxh3(bytes.span.extracting(start..<ends[column]))
      // Names differ, so that none is the same as another.
      _ = index.insert(column, hash: hash, replacing: false) { _ in false }
    }
  }

  /// The keys of an element, which are UTF-8, each once.
  static func names(of element: Span<UInt8>) throws(JSONProblem) -> [String] {
    var names: [String] = []
    // By their bytes: texts that Unicode calls equivalent are two keys.
    var known: Set<[UInt8]> = []
    var scanner = JSONScanner()
    var key = BatchBuilder()
    var member = try scanner.enterObject(element)
    while member {
      let inside = element.extracting(try scanner.skipKey(element))
      guard JSONEscape.isUTF8(inside), !JSONEscape.hasLoneSurrogate(inside) else {
        throw JSONProblem(at: scanner.offset, "expected a key in UTF-8")
      }
      key.append(unescaping: inside)
      let name = key.withUnfinished { span in
        String(decoding: span.indices.map { span[$0] }, as: UTF8.self)
      }
      key.rollBack()
      if known.insert(Array(name.utf8)).inserted { names.append(name) }
      try scanner.skipValue(element, depth: 1)
      member = try scanner.continueObject(element)
    }
    try scanner.skipEnd(element)
    return names
  }

  /// Where the value of a column stands in the element that was located last; nil if it is missing.
  func value(_ column: Int) -> Range<Int>? {
    let start = values[column * 2]
    return start < 0 ? nil : start..<values[column * 2 + 1]
  }

  /// Finds the values of an element; the key that has no column is returned.
  mutating func locate(_ element: Span<UInt8>) throws(JSONProblem) -> Range<Int>? {
    for position in values.indices { values[position] = -1 }
    var scanner = JSONScanner()
    var ordinal = 0
    var member = try scanner.enterObject(element)
    var unknown: Range<Int>?
    while member {
      let key = try scanner.skipKey(element)
      let value = try scanner.skipValue(element, depth: 1)
      if let column = column(element.extracting(key), ordinal: ordinal) {
        values[column * 2] = value.lowerBound
        values[column * 2 + 1] = value.upperBound
      } else {
        unknown = unknown ?? key
      }
      ordinal += 1
      member = try scanner.continueObject(element)
    }
    try scanner.skipEnd(element)
    return unknown
  }

  private mutating func column(_ key: Span<UInt8>, ordinal: Int) -> Int? {
    // What a key with escapes looks like may be the name of another column.
    if key.indices.contains(where: { key[$0] == UInt8(ascii: "\\") }) { return escaped(key) }
    if ordinal < guesses.count, matches(key, guesses[ordinal]) { return guesses[ordinal] }
    guard let column = find(key) else { return nil }
    while guesses.count <= ordinal { guesses.append(column) }
    guesses[ordinal] = column
    return column
  }

  /// Looks a key up that has escapes: it is made plain for it.
  private mutating func escaped(_ key: Span<UInt8>) -> Int? {
    scratch.rollBack()
    scratch.append(unescaping: key)
    return scratch.withUnfinished { find($0) }
  }

  private func find(_ key: Span<UInt8>) -> Int? {
    index.find(hash: XXHash.xxh3(key)) { matches(key, $0) }
  }

  private func matches(_ key: Span<UInt8>, _ column: Int) -> Bool {
    let start = column == 0 ? 0 : ends[column - 1]
    guard key.count == ends[column] - start else { return false }
    for offset in key.indices where key[offset] != bytes[start + offset] { return false }
    return true
  }
}
