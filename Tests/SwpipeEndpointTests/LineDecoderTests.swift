import Testing

@testable import SwpipeBuiltins

@Suite struct `Decoding lines` {
  @Test(arguments: [
    ("", []),
    ("one\n", ["one"]),
    ("one\ntwo", ["one", "two"]),
    ("\n\n", ["", ""]),
    ("one\r\ntwo\r\n", ["one\r", "two\r"]),
    ("a\0b\n", ["a\0b"]),
    ("\u{feff}a\n", ["\u{feff}a"]),
  ])
  func `every line is an element, wherever the reads end`(_ text: String, _ expected: [String])
    throws
  {
    for chunks in splits(Array(text.utf8)) {
      let result = try decode(.lines, chunks)
      #expect(result.elements == expected)
      #expect(result.places == expected.indices.map { "in:\($0 + 1)" })
    }
  }

  @Test func `bytes that are not UTF-8 pass`() throws {
    let script = Script([[0xff, 0xfe, 0x0a]])
    let output = BatchBytes.read(script)
    #expect(output == [0xff, 0xfe, 0x0a])
  }

  @Test func `what one read gave goes on at once`() throws {
    let result = try decode(.lines, [Array("a\nb\nc".utf8), Array("d\n".utf8)])
    #expect(result.elements == ["a", "b", "cd"])
    #expect(result.batches == 2)
  }

  @Test func `nul elements may hold newlines`() throws {
    for chunks in splits(Array("a\nb\0\0c".utf8)) {
      #expect(try decode(.nul, chunks).elements == ["a\nb", "", "c"])
    }
  }

  @Test func `a line as long as the limit passes and a longer one fails with its place`() throws {
    #expect(try decode(.lines, "a\n12345\n", limit: 5).elements == ["a", "12345"])
    let result = try decode(.lines, "a\nb\n123456\n", limit: 5)
    #expect(result.failure == "an element is longer than the limit of 5 bytes")
    #expect(result.failurePlace == "in:3")
  }

  @Test func `a line without an end fails before it fills the memory`() throws {
    let endless = Array(repeating: Array(repeating: UInt8(ascii: "x"), count: 100), count: 100)
    let result = try decode(.lines, endless, limit: 1000)
    #expect(result.failurePlace == "in:1")
  }
}

@Suite struct `Decoding jsonl` {
  @Test func `blank lines are skipped and the places stay right`() throws {
    let text = "\n{}\n \t\r\n\n[]\n1"
    for chunks in splits(Array(text.utf8)) {
      let result = try decode(.jsonl, chunks)
      #expect(result.elements == ["{}", "[]", "1"])
      #expect(result.places == ["in:2", "in:5", "in:6"])
    }
  }

  @Test func `nothing but blank lines is nothing`() throws {
    for chunks in splits(Array("\n \n\n ".utf8)) {
      #expect(try decode(.jsonl, chunks).elements == [])
    }
  }

  @Test(arguments: ["1\n2\n", "1", "\n1\n"])
  func `a byte order mark is dropped`(_ text: String) throws {
    for chunks in splits([0xef, 0xbb, 0xbf] + Array(text.utf8)) {
      #expect(try decode(.jsonl, chunks).elements == (text == "1\n2\n" ? ["1", "2"] : ["1"]))
    }
  }

  @Test func `half a byte order mark is not one`() throws {
    for chunks in splits([0xef, 0xbb, 0x0a]) {
      #expect(try decode(.jsonl, chunks).elements.count == 1)
    }
  }

  @Test func `a white space before and behind a text stays`() throws {
    #expect(try decode(.jsonl, " 1 \r\n").elements == [" 1 \r"])
  }
}
