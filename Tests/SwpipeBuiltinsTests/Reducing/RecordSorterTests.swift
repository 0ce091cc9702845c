import SwpipeCore
import Testing

@testable import SwpipeBuiltins

@Suite struct RecordSorterTests {
  private static func sorted(_ texts: [String], limit: Int) throws -> (texts: [String], spills: Int)
  {
    let sorter = RecordSorter(limit: limit, directory: "/tmp", for: "a test", stop: Futex())
    for (number, text) in texts.enumerated() {
      sorter.add { arena in
        Array(text.utf8).withUnsafeBytes { OrderedKey.append(string: $0, to: &arena) }
      } content: { arena in
        arena.append(UInt32(number))
        Array(text.utf8).withUnsafeBytes { arena.append($0) }
      }
      try sorter.spillIfFull()
    }
    let spills = sorter.spills
    var merge = try sorter.merge()
    var given: [String] = []
    var last: (text: String, number: UInt32)?
    while let cursor = merge.current {
      let content = cursor.content
      let number = content.loadUnaligned(as: UInt32.self)
      let text = String(decoding: content.dropFirst(4), as: UTF8.self)
      if let last, last.text == text { #expect(last.number < number, "\(text)") }
      last = (text, number)
      given.append(text)
      try merge.advance()
    }
    return (given, spills)
  }

  @Test(arguments: [1 << 20, 4096, 256])
  func `records come back by their keys, equal ones as they came`(_ limit: Int) throws {
    var random = SystemRandomNumberGenerator()
    let texts = (0..<3000).map { _ in
      let length = Int.random(in: 0..<12, using: &random)
      return String((0..<length).map { _ in "ab\0é".randomElement(using: &random) ?? "a" })
    }
    let (given, spills) = try Self.sorted(texts, limit: limit)
    let wanted = texts.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    #expect(given == wanted)
    #expect((spills > 0) == (limit < 1 << 20))
  }

  @Test func `nothing gives nothing`() throws {
    #expect(try Self.sorted([], limit: 64).texts == [])
    #expect(try Self.sorted([""], limit: 1).texts == [""])
  }
}

@Suite struct OrderedKeyTests {
  private static func key(_ json: String) -> [UInt8] {
    var arena = ByteArena()
    Array(json.utf8).withUnsafeBytes { OrderedKey.append(json: $0, to: &arena) }
    return Array(arena.bytes)
  }

  /// In jq's order, as its manual has it.
  private static let ordered = [
    "null", "false", "true", "-1e300", "-9007199254740993", "-9007199254740992", "-2", "-1.5", "0",
    "1e-320", "1", "9007199254740992", "9007199254740993", "1234567890123456788",
    "1234567890123456789", "1e30", #""""#, #""\u0000""#, #""a""#, #""a\u0000""#, #""aa""#,
    #""é""#, "[]", "[null]", "[1]", "[1,2]", "[2]", #"["a"]"#, "[[]]", "{}", #"{"a":1}"#,
    #"{"a":2}"#, #"{"a":1,"b":0}"#, #"{"b":0,"a":2}"#, #"{"b":1}"#,
  ]

  @Test func `keys have the order of their values, and none begins another`() {
    for (left, a) in Self.ordered.enumerated() {
      for (right, b) in Self.ordered.enumerated() {
        let (keyA, keyB) = (Self.key(a), Self.key(b))
        #expect(keyA.lexicographicallyPrecedes(keyB) == (left < right), "\(a) \(b)")
        #expect(left == right || !keyB.starts(with: keyA), "\(a) \(b)")
      }
    }
  }

  @Test(arguments: [("1", "1.0"), ("0", "-0"), ("100", "1e2"), (#""A""#, #""A""#)])
  func `equal values have one key`(_ a: String, _ b: String) {
    #expect(Self.key(a) == Self.key(b))
  }

  @Test func `what is very deep takes no stack`() {
    let deep = String(repeating: "[", count: 9000) + String(repeating: "]", count: 9000)
    #expect(!Self.key(deep).isEmpty)
  }
}
