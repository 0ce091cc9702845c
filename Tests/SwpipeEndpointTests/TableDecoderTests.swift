import Testing

@testable import SwpipeBuiltins

@Suite struct `Decoding csv` {
  @Test(
    arguments: [
      ("a,b\n1,2\n", [#"{"a":"1","b":"2"}"#], [2]),
      ("a,b\r\n1,2\r\n3,4", [#"{"a":"1","b":"2"}"#, #"{"a":"3","b":"4"}"#], [2, 3]),
      ("a\n\"x,\"\"y\"\"\nz\"\nw\n", [#"{"a":"x,\"y\"\nz"}"#, #"{"a":"w"}"#], [2, 4]),
      ("a,b\n,\n\n\r\n\"\",\"\"", [#"{"a":"","b":""}"#, #"{"a":"","b":""}"#], [2, 5]),
      ("a,b\n1,", [#"{"a":"1","b":""}"#], [2]),
      ("a\n5\" pipe\\\n", [#"{"a":"5\" pipe\\"}"#], [2]),
      ("a\n\"x\ry\"\r\n\"\rz\"\r", [#"{"a":"x\ry"}"#, #"{"a":"\rz"}"#], [2, 3]),
      (",b\n1,2\n", [#"{"":"1","b":"2"}"#], [2]),
      ("\u{feff}a\n\u{e9}\u{1f600}\n", ["{\"a\":\"\u{e9}\u{1f600}\"}"], [2]),
      ("\"a \"\"b\"\"\",\"c\n\"\n1,2\n", [#"{"a \"b\"":"1","c\n":"2"}"#], [3]),
      ("a\n\u{0}\u{1f}\t\n", [#"{"a":"\u0000\u001f\t"}"#], [2]),
      ("a\n\"x\"\r\n\"y\"", [#"{"a":"x"}"#, #"{"a":"y"}"#], [2, 3]),
      ("a,b", [], []),
      ("", [], []),
      ("\n\na\nb\n", [#"{"a":"b"}"#], [4]),
    ] as [(String, [String], [Int])]
  )
  func `rows are objects, wherever the reads end`(
    _ text: String,
    _ expected: [String],
    _ lines: [Int]
  ) throws {
    for chunks in splits(Array(text.utf8)) {
      let result = try decode(.csv, chunks)
      #expect(result.failure == nil)
      #expect(result.elements == expected)
      #expect(result.places == lines.map { "in:\($0)" })
    }
  }

  @Test(arguments: [
    ("a,b\n1\n", "the row has 1 field, but the header has 2", 2),
    ("a,b\n1,2\n1,2,3,\n", "the row has 4 fields, but the header has 2", 3),
    ("a,,b,\n", "the header has \"\" twice, as columns 2 and 4", 1),
    ("\n\r\n", "the table has no header, only lines that are empty or comments", 3),
    ("a,b\r1,2\r", "field 2 of the header holds a carriage return that no newline follows", 1),
    ("a,b\n1,2\r3,4\n", "the field \"b\" holds a carriage return that no newline follows", 2),
    ("a\n\rz\n", "the field \"a\" holds a carriage return that no newline follows", 2),
    ("a,b,a\n1,2,3\n", "the header has \"a\" twice, as columns 1 and 3", 1),
    ("a\n1\n\"x\ny\nz\n", "the quoted field that begins here never ends", 3),
    ("a,b\n1,\"x\ny\"z\n", "the field \"b\" goes on behind its closing quote", 3),
    ("a\n\"x\"\rz\n", "the field \"a\" holds a carriage return that no newline follows", 2),
    ("\"a\"b\n", "field 1 of the header goes on behind its closing quote", 1),
  ])
  func `what is not csv fails with its line`(_ text: String, _ message: String, _ line: Int)
    throws
  {
    for chunks in splits(Array(text.utf8)) {
      let result = try decode(.csv, chunks)
      #expect(result.failure == message)
      #expect(result.failurePlace == "in:\(line)")
    }
  }

  @Test func `a field that is not UTF-8 fails with its line`() throws {
    for chunks in splits(Array("a,b\n1,\u{e9}\n2,".utf8) + [0xc3, 0x28, 0x0a]) {
      let result = try decode(.csv, chunks)
      #expect(result.failure == "the field \"b\" is not UTF-8")
      #expect(result.failurePlace == "in:3")
    }
  }

  @Test func `a row is given before the next one comes`() throws {
    let result = try decode(.csv, ["a\n1\n2", "\n3\n"].map { Array($0.utf8) })
    #expect(result.elements == [#"{"a":"1"}"#, #"{"a":"2"}"#, #"{"a":"3"}"#])
    #expect(result.batches == 2)
  }

  @Test func `a row longer than the limit fails`() throws {
    let result = try decode(.csv, "a\nxxxxxxxxxxxxxxxxxxxxxxxx\n", limit: 20)
    #expect(result.failure == "a row is longer than the limit of 20 bytes")
    #expect(result.failurePlace == "in:2")
  }

  @Test func `many small rows make batches of bounded size`() throws {
    let text = "a long name of a column\n" + String(repeating: "1\n", count: 60_000)
    let result = try decode(.csv, text.utf8.chunks(of: 60_000))
    #expect(result.elements.count == 60_000)
    #expect(result.batches > 4)
    #expect(result.places.last == "in:60001")
  }
}

@Suite struct `Decoding tsv` {
  @Test(arguments: [
    ("a\tb\n1\t\"2\"\n", [#"{"a":"1","b":"\"2\""}"#]),
    ("a\n\\t\\n\\r\\\\\n", [#"{"a":"\t\n\r\\"}"#]),
    ("a\tb\n\\x\t\\\t\n", []),
    ("a\tb\n\\x\t\\\n", [#"{"a":"\\x","b":"\\"}"#]),
    ("a\nx\\", [#"{"a":"x\\"}"#]),
    ("a\\tb\r\n1,2\r\n", [#"{"a\tb":"1,2"}"#]),
  ])
  func `rows are objects, wherever the reads end`(_ text: String, _ expected: [String]) throws {
    for chunks in splits(Array(text.utf8)) {
      let result = try decode(.tsv, chunks)
      #expect(result.elements == expected)
      #expect((result.failure != nil) == expected.isEmpty)
    }
  }
}

extension String.UTF8View {
  /// The bytes in runs of a length.
  func chunks(of length: Int) -> [[UInt8]] {
    let bytes = Array(self)
    return stride(from: 0, to: bytes.count, by: length).map {
      Array(bytes[$0..<Swift.min($0 + length, bytes.count)])
    }
  }
}
