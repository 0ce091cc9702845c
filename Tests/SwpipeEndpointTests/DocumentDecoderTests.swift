import SwpipeCore
import Testing

@testable import SwpipeBuiltins

/// Values of JSON that need not be lines.
@Suite struct DocumentDecoderTests {
  private static let several: [String: Argument] = ["multi_document": .boolean(true)]

  private func elements(
    _ format: FormatDefinition,
    _ text: String,
    _ arguments: [String: Argument] = [:]
  ) throws -> Collected {
    let bytes = Array(text.utf8)
    // A pipe tells a read of nothing from its end only when it is closed.
    let whole = try decode(format, bytes.isEmpty ? [] : [bytes], arguments)
    for chunks in splits(bytes) {
      var other = try decode(format, chunks, arguments)
      other.batches = whole.batches
      // How much stands behind the place of a fault only the reads can say.
      let (said, due) = (other.failure, whole.failure)
      #expect(said?.prefix { $0 != "`" } == due?.prefix { $0 != "`" })
      other.failure = due
      #expect(other == whole, "\(chunks.count) reads")
    }
    return whole
  }

  @Test(arguments: [
    ("[1,2]", ["1", "2"]), (" [ ] ", []), ("[[1],[],{}]\n", ["[1]", "[]", "{}"]),
    ("{\"a\": [1,\n2]}", [#"{"a":[1,2]}"#]), ("\u{FEFF}\"x\"", ["\"x\""]), ("-1.0e5", ["-1.0e5"]),
    ("[ {\"a\" : \"]}, \\\"\"} ,\n\n null\n,true]", [#"{"a" : "]}, \""}"#, "null", "true"]),
    ("\n\t12\r\n", ["12"]), ("[\"é\\\\\",\"\"]", [#""é\\""#, #""""#]),
  ])
  func `json gives an array's values, or the one document`(_ text: String, _ expected: [String])
    throws
  {
    let read = try elements(.json, text)
    #expect(read.elements == expected)
    #expect(read.failure == nil)
  }

  @Test(arguments: [
    (
      "{\"a\":1}{\"a\":2}[3]\"x\"\"y\"4 5\ntrue",
      ["{\"a\":1}", "{\"a\":2}", "[3]", "\"x\"", "\"y\"", "4", "5", "true"]
    ),
    ("{\n  \"a\": 1\n}\n\n{ \"b\": 2 }\n", ["{\"a\":1}", "{ \"b\": 2 }"]), ("", []), (" \n ", []),
    ("1[2]3\"4\"null{}", ["1", "[2]", "3", "\"4\"", "null", "{}"]),
    ("\u{FEFF}\n[1,\n[2]]", ["[1,[2]]"]),
  ])
  func `multi_document takes values as jq does`(_ text: String, _ expected: [String]) throws {
    let read = try elements(.jsonl, text, Self.several)
    #expect(read.elements == expected)
    #expect(read.failure == nil)
  }

  @Test func `an element's line is the one that it begins in`() throws {
    let read = try elements(.json, "[\n1, 2,\n\n{\"a\":\n\n3},\n4]")
    #expect(read.places == ["in:2", "in:2", "in:4", "in:7"])
    let other = try elements(.jsonl, "1\n{\n}\n\n2 3", Self.several)
    #expect(other.places == ["in:1", "in:2", "in:5", "in:5"])
  }

  @Test(arguments: [
    ("[1, 2", "the array that begins in line 1 is not closed: the input ends", 1),
    ("\n[\n1,", "the array that begins in line 2 is not closed: the input ends", 3),
    ("[1 2]", "expected a comma or a closing bracket at byte 4 of the line, before `2]`", 1),
    ("[1,\n2] x", "expected the end at byte 4 of the line, before `x`", 2),
    ("{} {}", "expected the end at byte 4 of the line", 1), ("", "holds no JSON document", 1),
    ("[{\"a\":\n1", "expected a comma or a closing brace, but it ends", 2),
    ("{\"a\":\n[1,", "expected a value, but it ends", 2),
  ])
  func `what no element's policy covers ends the source`(
    _ text: String,
    _ message: String,
    _ line: Int
  ) throws {
    let read = try elements(.json, text)
    #expect(read.failure?.contains(message) == true, "\(read)")
    #expect(read.failurePlace == "in:\(line)")
  }

  @Test func `values that are none have their line and byte, and those behind them come`() throws {
    let bytes = Array(
      "{\"a\":1}\n  {\"b\" 2}\ntrue\nnul\n{\"c\": \"x}\n{\"d\":\n01}\n]\n[5,,6] 7\n\"\u{1}\" 8".utf8
    )
    let expected: [Decoded] = [
      .element(Array("{\"a\":1}".utf8)),
      .bad(
        Self.wrong("expected a colon at byte 8 of the line, before `2}`"),
        line: 2,
        Array("{\"b\" 2}".utf8)
      ),
      .element(Array("true".utf8)),
    ]
    for chunks in splits(bytes) {
      let decoded = try decodeRaw(.jsonl, chunks, Self.several)
      #expect(Array(decoded.prefix(3)).map(Self.short) == expected.map(Self.short))
      let bad = decoded.filter { if case .bad = $0 { true } else { false } }
      let good = decoded.compactMap {
        if case .element(let bytes) = $0 { String(decoding: bytes, as: UTF8.self) } else { nil }
      }
      #expect(good == ["{\"a\":1}", "true", "7", "8"])
      #expect(bad.count == 7)
    }
  }

  private static func wrong(_ text: String) -> String { "the input is not JSON: " + text }

  /// What reads cannot change: how much stands behind a fault they can.
  private static func short(_ decoded: Decoded) -> String {
    switch decoded {
    case .element(let bytes): String(decoding: bytes, as: UTF8.self)
    case .bad(let message, let line, let bytes):
      "\(message.prefix { $0 != "," }) \(line ?? 0) \(String(decoding: bytes, as: UTF8.self))"
    }
  }

  @Test func `an array's bad value is passed, and so is invalid UTF-8`() throws {
    let bytes = Array("[1,{\"a\"},\"".utf8) + [0xff] + Array("\",2]".utf8)
    for chunks in splits(bytes) {
      let decoded = try decodeRaw(.json, chunks)
      #expect(decoded.count == 4)
      #expect(decoded.first == .element([0x31]))
      #expect(decoded.last == .element([0x32]))
    }
  }

  @Test func `deep values are refused, and long ones at the limit`() throws {
    let deep = String(repeating: "[", count: 20_000) + String(repeating: "]", count: 20_000)
    #expect(
      try decode(.jsonl, deep, Self.several).failure?.contains("at most 10000 values") == true
    )
    let long = "[1,\"" + String(repeating: "x", count: 5000)
    let read = try decode(.json, long.utf8.chunks(of: 700), limit: 2000)
    #expect(read.elements == ["1"])
    #expect(read.failure?.contains("longer than the limit of 2000 bytes") == true)
  }

  @Test func `an endless array gives its values as they come`() throws {
    let items = (0..<20_000).map { "{\"n\":\($0),\"s\":\"[,]\"}" }
    let read = try decode(.json, ("[" + items.joined(separator: ",\n") + "]").utf8.chunks(of: 4096))
    #expect(read.elements == items)
    #expect(read.places.last == "in:20000")
    #expect(read.batches > 10)
  }
}
