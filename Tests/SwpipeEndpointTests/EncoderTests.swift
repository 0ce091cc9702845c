import SwpipeCore
import Testing

@testable import SwpipeBuiltins

@Suite struct `Encoding lines` {
  @Test func `text goes out as it is`() {
    let result = encode(
      LineEncoder(separator: 10, isStrict: false),
      ["a", "", "b\r", "c\nd"],
      .text
    )
    #expect(result == Encoded(text: "a\n\nb\r\nc\nd\n"))
  }

  @Test func `bytes that are not UTF-8 go out as they are`() {
    let result = encode(LineEncoder(separator: 10, isStrict: true), bytes: [[0xff, 0]], .text)
    #expect(Array(result.text.utf8) == Array("\u{fffd}\0\n".utf8))
  }

  @Test func `JSON strings lose their quotes and other JSON stays`() {
    let elements = ["1", #" "a\"\u00e9\ud83d\ude00\/\n" "#, #"{"a": "b"}"#, "null", #""""#]
    let result = encode(LineEncoder(separator: 10, isStrict: false), elements, .json)
    #expect(result.text == "1\na\"\u{e9}\u{1f600}/\n\n{\"a\": \"b\"}\nnull\n\n")
  }

  @Test func `nul elements become lines`() {
    let result = encode(
      LineEncoder(separator: 10, isStrict: false),
      ["a", "b"],
      .text,
      separator: 0
    )
    #expect(result.text == "a\nb\n")
  }

  @Test(arguments: [UInt8(0), 10])
  func `a strict sink refuses the separator and writes what came before`(_ separator: UInt8) {
    let encoder = LineEncoder(separator: 10, isStrict: true)
    let result = encode(encoder, ["a", "b\nc", "d"], .text, separator: separator)
    #expect(result.text == "a\n")
    #expect(result.position == 1)
    #expect(
      result.message == "the element contains a newline, which is what separates elements here"
    )
  }

  @Test func `a strict sink looks into JSON strings`() {
    let encoder = LineEncoder(separator: 0, isStrict: true)
    #expect(encode(encoder, ["1", #""\u0000""#], .json).position == 1)
  }

  @Test func `a JSON string that is broken fails`() {
    let result = encode(LineEncoder(separator: 10, isStrict: false), ["1", #""a"#], .json)
    #expect(result.position == 1)
    #expect(
      result.message == "the element is not JSON: expected a closing quote, but it ends"
    )
  }
}

@Suite struct `Encoding jsonl` {
  @Test func `text becomes strings`() {
    let result = encode(JSONLinesEncoder(), ["a\"\\\n\t\u{1}\u{e9}", ""], .text)
    #expect(result.text == "\"a\\\"\\\\\\n\\t\\u0001\u{e9}\"\n\"\"\n")
  }

  @Test func `JSON stays and comes on one line`() {
    #expect(encode(JSONLinesEncoder(), ["{ }", "1"], .json).text == "{ }\n1\n")
    #expect(encode(JSONLinesEncoder(), ["[\n1\n]", "1"], .json).text == "[ 1 ]\n1\n")
    #expect(encode(JSONLinesEncoder(), ["[1]", "1"], .json, separator: 0).text == "[1]\n1\n")
  }

  @Test func `text that is not UTF-8 is refused with a way out`() {
    let result = encode(JSONLinesEncoder(), bytes: [[0x61], [0xff]], .text)
    #expect(result.text == "\"a\"\n")
    #expect(result.position == 1)
    #expect(result.message?.contains("base64") == true)
  }
}

@Suite struct `Encoding tables` {
  @Test func `the first element names the columns`() {
    let elements = [
      #"{"a":"x","b":1,"c":true}"#, #" {"b" : 2.50, "a" : null} "#,
      #"{"a":"p,q","b":"say \"hi\"","c":"l\nm"}"#, #"{"c":{"d": [1, "e f"]},"a":""}"#,
    ]
    #expect(
      encode(FormatDefinition.csv.encoder(), elements, .json).text == """
        a,b,c
        x,1,true
        ,2.50,
        "p,q","say ""hi""\","l
        m"
        ,,"{""d"":[1,""e f""]}"

        """
    )
  }

  @Test func `tsv has escapes in place of quotes`() {
    let result = encode(
      FormatDefinition.tsv.encoder(),
      [#"{"a\tb":"x\ty\n\\\r\"","c":1}"#],
      .json
    )
    #expect(result.text == "a\\tb\tc\nx\\ty\\n\\\\\\r\"\t1\n")
  }

  @Test func `a header is written although there is no element`() {
    #expect(
      encode(FormatDefinition.csv.encoder(columns("a", "b,")), [], .json).text == "a,\"b,\"\n"
    )
    #expect(encode(FormatDefinition.csv.encoder(), [], .json).text == "")
  }

  @Test func `columns say the order`() {
    let encoder = FormatDefinition.csv.encoder(columns("b", "a"))
    #expect(encode(encoder, [#"{"a":1,"b":2}"#, #"{"\u0062":3}"#], .json).text == "b,a\n2,1\n3,\n")
  }

  @Test func `a single empty field differs from an empty line`() {
    #expect(encode(FormatDefinition.csv.encoder(), [#"{"a":""}"#], .json).text == "a\n\"\"\n")
  }

  @Test func `the last of two equal keys counts`() {
    #expect(encode(FormatDefinition.csv.encoder(), [#"{"a":1,"a":2}"#], .json).text == "a\n2\n")
  }

  @Test(arguments: [
    (
      #"{"a":1,"b":2,"c":3}"#,
      "the key \"b\" is none of the columns (a); `columns:` says which to write, and drops the others"
    ),
    ("[1]", "csv is made of JSON objects, and the element is \"[1]\""),
    (
      "{",
      "the element is not JSON: expected a key in quotes, but it ends; an element is one whole value, "
        + "and a line of `jsonl` does not go on in the next"
    ),
    (#"{"a":1} x"#, "the element is not JSON: expected the end at byte 9, before `x`"),
    ("", "the element is not JSON: expected a value, but it ends"),
  ])
  func `what is no row is refused`(_ element: String, _ message: String) {
    let result = encode(FormatDefinition.csv.encoder(), [#"{"a":1}"#, element], .json)
    #expect(result == Encoded(text: "a\n1\n", position: 1, message: message))
  }

  @Test func `text is refused with a way out`() {
    let result = encode(FormatDefinition.tsv.encoder(), ["a"], .text)
    #expect(result.message?.contains("json.parse") == true)
  }

  @Test func `an empty first object cannot name columns`() {
    #expect(encode(FormatDefinition.csv.encoder(), ["{}"], .json).position == 0)
  }
}

private func columns(_ names: String...) -> [String: Argument] {
  ["columns": .list(names.map { .text($0) })]
}
