import SwpipeCore
import SwpipeJQ
import Testing

/// The grammar of elements, and what is copied of them.
@Suite struct ReadingTests {
  @Test(arguments: [
    ("", 0, "expected a value"), ("  ", 2, "expected a value"), ("[", 1, "expected a value"),
    ("[7", 2, "expected a comma or a closing bracket"), ("[7,]", 3, "expected a value"),
    ("{", 1, "expected a key in quotes"), ("{\"k\"", 4, "expected a colon"),
    ("{\"k\" 2}", 5, "expected a colon"), ("{\"k\":}", 5, "expected a value"),
    ("{\"k\":2", 6, "expected a comma or a closing brace"),
    ("{\"k\":2,}", 7, "expected a key in quotes"), ("{k:2}", 1, "expected a key in quotes"),
    ("{\"k\":2}}", 7, "expected the end"), ("07", 1, "expected the end"),
    ("7.", 2, "expected a digit"), ("7e+", 3, "expected a digit"), ("-", 1, "expected a digit"),
    ("+7", 0, "expected a value"), ("tru", 0, "expected a value"), ("nulL", 0, "expected a value"),
    ("\"k", 2, "expected a closing quote"),
    ("\"\\x\"", 2, "expected an escape (one of \" \\ / b f n r t u)"),
    ("\"\\u00g0\"", 5, "expected four hexadecimal digits"),
    ("\"a\u{1}\"", 2, "expected no raw control character in a string"),
    ("7 8", 2, "expected the end"), ("\u{FEFF}7", 0, "expected a value"),
    ("'k'", 0, "expected a value"), ("\u{0}", 0, "expected a value"),
  ])
  func `an invalid element says at which byte it is wrong`(
    _ text: String,
    _ offset: Int,
    _ reason: String
  ) {
    for program in [".", "1", ".a?", "empty"] {
      #expect(Run.outputs(program, text) == ["invalid at \(offset): \(reason)"])
    }
  }

  @Test func `bytes that are not UTF-8 are refused`() throws {
    let machine = JQMachine(try JQProgram.compile("."))
    for bytes: [UInt8] in [
      [0x22, 0xC3, 0x22], [0x22, 0xED, 0xA0, 0x80, 0x22], [0x22, 0xFF, 0x22],
    ] {
      bytes.withUnsafeBufferPointer { bytes in
        #expect(throws: JSONProblem.self) { try machine.begin(json: bytes) }
        #expect(throws: JSONProblem.self) { try machine.begin(text: bytes) }
      }
    }
  }

  @Test(arguments: [
    #"{ "a" : [ 1 , 2.50 ] }"#, "1e1000", "-0", "1.000", "100000000000000000001",
    #""\ud800\u0041\/""#, #"{"k":1,"k":2}"#, "[]", "{}", "\"\"",
  ])
  func `what is not changed leaves as the bytes that came`(_ text: String) {
    #expect(Run.outputs(".", text) == [text])
    #expect(Run.outputs("{x: .}", text) == ["{\"x\":\(text)}"])
  }

  @Test func `white space that would break a line is not copied`() {
    #expect(Run.outputs(".", "{\n  \"a\": [1,\r\n 2]\n}") == [#"{"a":[1,2]}"#])
  }

  @Test func `a program sees what text means, not how it is written`() {
    #expect(Run.outputs("tojson", #""\u0041\/\u00e9""#) == [#""\"A/é\"""#])
    #expect(Run.outputs(".ab", #"{"\u0061b":1}"#) == ["1"])
    #expect(
      Run.outputs("keys, length, .k, (. == {\"k\":2})", #"{"k":1,"k":2}"#)
        == [#"["k"]"#, "1", "2", "true"]
    )
    #expect(Run.outputs("explode", #""\ud83d\ude00\ud800""#) == ["[128512,65533]"])
  }

  @Test func `numbers keep, compare and sort by all their digits until they are computed with`() {
    let input = "[9007199254740993,9007199254740992,9007199254740993.0]"
    #expect(Run.outputs("unique", input) == ["[9007199254740992,9007199254740993]"])
    #expect(
      Run.outputs(".[0] == .[1], .[0] == .[2], (.[0] + 0 == .[1] + 0)", input) == [
        "false", "true", "true",
      ]
    )
    #expect(Run.outputs("-.[0]", "[100000000000000000001]") == ["-100000000000000000001"])
    #expect(Run.outputs(".[0] + 0", "[100000000000000000001]") == ["1e+20"])
  }

  @Test func `equal values have equal canonical bytes and others have others`() throws {
    func canonical(_ text: String) throws -> String {
      let machine = JQMachine(try JQProgram.compile("."))
      var text = text
      return try text.withUTF8 { bytes in
        try machine.begin(json: bytes)
        guard case .output = machine.next(), case .success(let json) = machine.canonical() else {
          return "none"
        }
        return String(decoding: json, as: UTF8.self)
      }
    }
    for (left, right) in [
      ("1", "1.0"), ("10e-1", "1"), ("0", "-0.0"), (#"{"a":1,"b":2}"#, #"{"b":2.0,"a":1}"#),
      (#""A""#, #""\u0041""#), ("100000000000000000001", "1.00000000000000000001e20"),
    ] {
      #expect(try canonical(left) == canonical(right), "\(left) and \(right)")
    }
    for (left, right) in [
      ("1", "\"1\""), ("9007199254740993", "9007199254740992"), ("[]", "{}"), ("null", "false"),
    ] {
      #expect(try canonical(left) != canonical(right), "\(left) and \(right)")
    }
  }

  @Test func `an element of text is a string`() throws {
    let machine = JQMachine(try JQProgram.compile("ascii_upcase, length"))
    var text = "a\"é"
    try text.withUTF8 { bytes in try machine.begin(text: bytes) }
    var outputs: [String] = []
    while case .output = machine.next(), case .success(let json) = machine.json() {
      outputs.append(String(decoding: json, as: UTF8.self))
    }
    #expect(outputs == [#""A\"é""#, "3"])
  }

  @Test func `JSON is laid out with indentation and sorted keys where that is wanted`() throws {
    let machine = JQMachine(try JQProgram.compile("."))
    var text = #"{"b":[],"a":{"d":1,"c":[2]}}"#
    try text.withUTF8 { bytes in
      try machine.begin(json: bytes)
      guard case .output = machine.next(),
        case .success(let json) = machine.json(JQLayout(indent: 2, sortsKeys: true))
      else {
        Issue.record("no output")
        return
      }
      #expect(
        String(decoding: json, as: UTF8.self)
          == "{\n  \"a\": {\n    \"c\": [\n      2\n    ],\n    \"d\": 1\n  },\n  \"b\": []\n}"
      )
    }
  }
}
