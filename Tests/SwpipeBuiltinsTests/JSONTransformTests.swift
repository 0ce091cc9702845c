import SwpipeCore
import Synchronization
import Testing

@testable import SwpipeBuiltins

@Suite struct JSONTransformTests {
  @Test(arguments: [
    "0", "-0", "1e400", "123456789012345678901234567890", "\"\"", #""\u0000\ud800\"\/""#, "[]",
    "{}",
    "[1,2,{}]", #"{"a":[{"b":null}],"a":true}"#, "false", "\"é日👩\"", "[[[[]]]]", "1.5E-10",
  ])
  func `valid JSON stays as it is written`(_ text: String) throws {
    let outcome = try Harness("json.parse", .map).run([text, " \(text)\t\r"])
    #expect(outcome.texts == [text, text])
    #expect(outcome.type == .json)
  }

  @Test(arguments: [
    ("", 0), (" ", 1), ("01", 1), ("-", 1), ("1.", 2), ("+1", 0), ("[1,]", 3), ("{\"a\" 1}", 5),
    ("{a:1}", 1), ("tru", 0), ("nulll", 4), ("\"a", 2), ("\"\t\"", 1), ("\"\\x\"", 1),
    ("\"\\u12g4\"", 5), ("[1 2]", 3), ("{}}", 2), ("[", 1), ("{\"a\":", 5), ("1 2", 2), ("NaN", 0),
    ("'a'", 0), ("\u{FEFF}1", 0), ("{\"a\":1,}", 7), ("[,]", 1),
  ])
  func `what is not JSON is an error with its byte`(_ text: String, _ offset: Int) throws {
    let outcome = try Harness("json.parse", .map).run(["1", text])
    #expect(outcome.texts == ["1"])
    let message = try #require(outcome.failures[1])
    #expect(message.hasPrefix("the element is not JSON: expected "))
    let place = offset < text.utf8.count ? " at byte \(offset + 1), before `" : ", but it ends"
    #expect(message.contains(place), "\(message)")
  }

  @Test func `invalid UTF-8 and too deep nesting are errors`() throws {
    let deep = Array(repeating: UInt8(ascii: "["), count: 100_000)
    let outcome = try Harness("json.parse", .map).run([
      [0x22, 0xFF, 0x22], [0x22, 0xC3, 0x22], deep,
    ])
    #expect(outcome.failures.count == 3)
    #expect(outcome.failures[0]?.contains("expected UTF-8 at byte 2") == true)
    #expect(outcome.failures[2]?.contains("at most 512 values within each other") == true)
  }

  @Test func `a text of several lines becomes one`() throws {
    var harness = try Harness("json.parse", .map)
    harness.separator = 0
    #expect(
      try harness.run(["{\n  \"a b\": [1, \"x \\\" y\"]\n}\n"]).texts
        == [#"{"a b":[1,"x \" y"]}"#]
    )
  }

  private func log(_ parts: [Template.Part], _ texts: [String], _ type: ElementType) throws
    -> (lines: [String], outcome: Harness.Outcome)
  {
    var harness = try Harness("log", .map, ["message": .template(Template(parts: parts))])
    harness.inputType = type
    harness.worker = WorkerInfo(index: 2, kind: .thread, stage: "s\"")
    let elements = texts.map { Array($0.utf8) }
    let outcome = try harness.run(elements, batches: [elements.count], slices: [1])
    return (harness.log.lines.withLock { $0 }, outcome)
  }

  @Test func `a template shows the element, values in it and the worker`() throws {
    let parts: [Template.Part] = [
      .literal("<"), .element([.name("a"), .position(-1)]), .literal("|"),
      .variable("worker_info", [.name("index")]), .literal("|"), .variable("element_index", []),
      .literal("|"), .variable("element_index", [.position(0)]), .literal(">"),
    ]
    let json = [#"{"a": [1, {"x": [ 1 ]}]}"#, #"{"a":0,"\u0061":["é\n\ud83d\ude00"]}"#]
    let (lines, outcome) = try log(parts, json, .json)
    #expect(lines == ["info s\": <{\"x\":[1]}|2|[0]|0>", "info s\": <é\n😀|2|[1]|1>"])
    #expect(outcome.texts == json)
    #expect(try log([.element([])], ["a b"], .text).lines == ["info s\": a b"])
    #expect(
      try log([.variable("worker_info", [])], ["a"], .text).lines
        == [#"info s": {"index":2,"kind":"thread","stage":"s\"","restarts":0}"#]
    )
  }

  @Test func `a value that is missing or null is the element's error`() throws {
    let (lines, outcome) = try log(
      [.literal("x"), .element([.name("a")])],
      [#"{"a":null}"#, "{}", "[1]", "{", #"{"a":1}"#],
      .json
    )
    #expect(lines == ["info s\": x1"])
    #expect(outcome.failures.keys.sorted() == [0, 1, 2, 3])
    #expect(outcome.failures[0] == ".a is missing or null in \"{\\\"a\\\":null}\"")
    #expect(try log([.element([.name("a")])], ["x"], .text).outcome.failures.count == 1)
    #expect(
      try log([.variable("env", [.name("NO_SUCH_NAME")])], ["x"], .text).outcome.failures
        == [0: "$env.NO_SUCH_NAME is missing or null"]
    )
  }

  @Test func `debug_worker names the worker`() throws {
    var harness = try Harness("debug.worker", .map)
    harness.worker = WorkerInfo(index: 3, kind: .task, stage: "s")
    let text = try harness.run([Array("a".utf8)], batches: [1], slices: [1]).texts[0]
    #expect(text.hasPrefix(#"{"kind":"task","pid":"#) && text.hasSuffix(#","worker":3}"#))
    try JSONScanner.check(Array(text.utf8).span)
  }

  @Test func `every transform has three examples and a name of its own`() {
    let names = Builtins.transforms.map(\.name)
    #expect(Set(names).count == names.count)
    for definition in Builtins.transforms {
      #expect(definition.examples.count >= 3, "\(definition.name)")
    }
  }
}
