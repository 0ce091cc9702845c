import SwpipeCore
import Testing

@testable import SwpipeBuiltins

@Suite struct `The options of tables` {
  private func texts(_ names: String...) -> Argument { .list(names.map { .text($0) }) }

  @Test(
    arguments: [
      (["delimiter": .text(";")], "a;b\n1;\"2;3\"\n", [#"{"a":"1","b":"2;3"}"#]),
      (
        ["quote": .text("'")], "a,b\n'1,''x''',\"2\"\n", [#"{"a":"1,'x'","b":"\"2\""}"#]
      ),
      (["quote": .text("none")], "a,b\n\"1,2\"\n", [#"{"a":"\"1","b":"2\""}"#]),
      (
        ["comment": .text("#")], "#x,y\na,b\n# 1\n1,#2\n #,\"\n#\"\n#",
        [
          ##"{"a":"1","b":"#2"}"##, ##"{"a":" #","b":"\n#"}"##,
        ]
      ),
      (["header": .value(.text("none"))], "a,b\n1,2\n", [#"["a","b"]"#, #"["1","2"]"#]),
      (
        ["header": .value(.list([.text("x"), .text("y\"")]))], "a,b\n1,2\n",
        [#"{"x":"a","y\"":"b"}"#, #"{"x":"1","y\"":"2"}"#]
      ),
      (
        ["columns": .list([.text("c"), .text("a")])], "a,b,c\n1,\"x\",3\n4,,\"6\"\"\"\n",
        [#"{"c":"3","a":"1"}"#, #"{"c":"6\"","a":"4"}"#]
      ),
      (
        ["types": .text("infer")],
        "a\n1\n-0.50\n007\n+1\n1e9\n.5\ntrue\nTrue\nnull\n\"\"\n\"1\"\n12345678901234567890123\n1 \n-\n",
        [
          "1", "-0.50", "\"007\"", "\"+1\"", "1e9", "\".5\"", "true", "\"True\"", "\"null\"",
          "\"\"",
          "\"1\"", "12345678901234567890123", "\"1 \"", "\"-\"",
        ].map { "{\"a\":\($0)}" }
      ),
      (
        ["types": .text("infer"), "header": .value(.text("none"))], "a,1,\n\n\"x\",,2.0\n",
        [#"["a",1,null]"#, #"["x",null,2.0]"#]
      ),
      (
        ["types": .text("infer"), "columns": .list([.text("b"), .text("a")])], "a,b\nx,1\r\n2,\n",
        [#"{"b":1,"a":"x"}"#, #"{"b":null,"a":2}"#]
      ),
    ] as [([String: Argument], String, [String])]
  )
  func `change how a csv file is read, wherever the reads end`(
    _ arguments: [String: Argument],
    _ text: String,
    _ expected: [String]
  ) throws {
    for chunks in splits(Array(text.utf8)) {
      let result = try decode(.csv, chunks, arguments)
      #expect(result.failure == nil)
      #expect(result.elements == expected)
    }
  }

  @Test func `give tsv quotes in place of escapes`() throws {
    let result = try decode(.tsv, "a\tb\n\"x\ty\"\t\\n\n", ["quote": .text("\"")])
    #expect(result.elements == [#"{"a":"x\ty","b":"\\n"}"#])
  }

  @Test(arguments: [
    ("a;b\n", "semicolon"), ("a|b\n", "vertical bar"), ("a\tb\n", "tab"), ("a;b", "semicolon"),
  ])
  func `are asked for where another delimiter seems to be meant`(_ text: String, _ name: String)
    throws
  {
    let result = try decode(.csv, text + "\n")
    #expect(result.failure?.contains("one field with a \(name) in it") == true)
    #expect(try decode(.csv, "\"\(text.dropLast())\"\n").failure == nil)
    #expect(try decode(.csv, text, ["delimiter": .text(",")]).failure == nil)
    #expect(try decode(.tsv, "a,b\n").failure?.contains("comma") == true)
  }

  @Test func `that name no column of the file say which there are`() throws {
    let result = try decode(.csv, "id,price\n1,2\n", ["columns": texts("pirce")])
    #expect(
      result.failure == "there is no column \"pirce\" among id, price; did you mean \"price\"?"
    )
    let wide = (0..<400).map { "c\($0)" }.joined(separator: ",") + "\n"
    let failure = try decode(.csv, wide, ["columns": texts("zzzzzzzz")]).failure ?? ""
    #expect(failure.hasSuffix("c11 and 388 more"))
  }

  @Test func `names that Unicode calls equivalent are two columns`() throws {
    let names = ["\u{e9}", "e\u{301}"]
    let row = "{\"\(names[0])\":\"1\",\"\(names[1])\":\"2\"}"
    let written = encode(FormatDefinition.csv.encoder(), [row], .json)
    #expect(written.message == nil)
    #expect(try decode(.csv, written.text).elements == [row])
  }

  @Test func `choose the columns of a sink and drop the other keys`() {
    let elements = [#"{"a":1,"b":2,"c":3}"#, #"{"d":4,"c":5}"#]
    let columns: [String: Argument] = ["columns": texts("c", "a")]
    #expect(encode(FormatDefinition.csv.encoder(columns), elements, .json).text == "c,a\n3,1\n5,\n")
    let strict = columns.merging(["strict": .boolean(true)]) { $1 }
    let refused = encode(FormatDefinition.csv.encoder(strict), elements, .json)
    #expect(refused.position == 0)
    #expect(refused.message?.contains("the key \"b\" is none of the columns") == true)
  }

  @Test(
    arguments: [
      ("csv", ["delimiter": .text("::")]), ("csv", ["delimiter": .text("\u{e9}")]),
      ("csv", ["delimiter": .text("\n")]), ("csv", ["quote": .text("")]),
      ("csv", ["delimiter": .text("\"")]), ("csv", ["comment": .text(",")]),
      ("tsv", ["delimiter": .text("\\")]), ("csv", ["header": .value(.boolean(false))]),
      ("csv", ["header": .value(.list([]))]), ("csv", ["header": .value(.list([.integer(1)]))]),
      ("csv", ["header": .value(.list([.text("a"), .text("a")]))]),
      ("csv", ["columns": .list([])]),
      ("csv", ["columns": .list([.text("a")]), "header": .value(.text("none"))]),
      ("jsonl", ["delimiter": .text(";")]), ("lines", ["types": .text("infer")]),
    ] as [(String, [String: Argument])]
  )
  func `that make no sense are refused`(_ format: String, _ arguments: [String: Argument]) {
    let definition = Builtins.sources.first { $0.name == "stdin" }
    let all = arguments.merging(["format": .text(format)]) { $1 }
    #expect(problems(definition, all).count == 1)
  }

  @Test func `of a table with very many columns cost no more for each`() throws {
    // The square of this would be looked at for minutes.
    let count = 60_000
    let header = (0..<count).map { "c\($0)" }.joined(separator: ",")
    let row = (0..<count).map { String($0) }.joined(separator: ",")
    let read = try decode(.csv, "\(header)\n\(row)\n".utf8.chunks(of: 60_000))
    #expect(read.failure == nil)
    let element = try #require(read.elements.first)
    let columns = TableColumns(try TableColumns.names(of: Array(element.utf8).span))
    #expect(columns.names.count == count)
    var located = columns
    #expect(try located.locate(Array(element.utf8).span) == nil)
    #expect(located.value(count - 1) != nil)
  }
}
