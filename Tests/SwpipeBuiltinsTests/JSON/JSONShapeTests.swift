import SwpipeCore
import Testing

@testable import SwpipeBuiltins

/// Transforms that change the shape of an element, or how it is laid out.
@Suite struct JSONShapeTests {
  private func harness(
    _ name: String,
    _ work: Operator = .map,
    _ arguments: [String: Argument] = [:]
  ) throws -> Harness {
    var harness = try Harness(name, work, arguments)
    harness.inputType = .json
    return harness
  }

  private static let deep =
    String(repeating: #"{"a":["#, count: 3000) + "1.0" + String(repeating: "]}", count: 3000)

  @Test func `deep elements neither crash nor lose anything`() throws {
    let keys = "a.0" + String(repeating: ".a.0", count: 2999)
    let flat = "{\"\(keys)\":1.0}"
    #expect(try harness("json.flatten").runOnce([Self.deep]).texts == [flat])
    #expect(try harness("json.remove").runOnce([Self.deep]).texts == [Self.deep])
    let pretty = try harness("json.format", .map, ["layout": .text("pretty")])
    let lines = try pretty.runOnce([Self.deep]).texts
    #expect(try harness("json.format").runOnce(lines).texts == [Self.deep])
  }

  @Test(arguments: [
    #"{"a":{"b":{"c":[1.0,{"d":1e999}]}},"e":[],"f":{},"g":[[],[0]]}"#, "{}",
    #"{"x":{"y":null},"é":"\u0041"}"#,
  ])
  func `unflatten makes of what flatten gives the same again`(_ element: String) throws {
    let flat = try harness("json.flatten").run([element]).texts
    #expect(try harness("json.unflatten").run(flat).texts == [element])
  }

  @Test func `keys within the value of another one are errors, in both orders`() throws {
    let outcome = try harness("json.unflatten").run([
      #"{"a.b":1,"a":2}"#, #"{"a":[1],"a.0":2}"#, #"{"a.b":1,"a.c.d":2}"#, "[1]",
    ])
    #expect(outcome.texts == [#"{"a":{"b":1,"c":{"d":2}}}"#])
    #expect(outcome.failures.keys.sorted() == [0, 1, 3])
  }

  @Test func `flatten escapes its separator as the keys are`() throws {
    let flatten = try harness("json.flatten", .map, ["separator": .text("\"/")])
    #expect(try flatten.run([#"{"a":{"b\n":1}}"#]).texts == [#"{"a\"/b\n":1}"#])
  }

  @Test func `nulls go at any depth, and what has become empty goes with them`() throws {
    let all: [String: Argument] = [
      "values": .list(["nulls", "empty_objects", "empty_arrays"].map { .text($0) })
    ]
    let remove = try harness("json.remove", .map, all)
    #expect(
      try remove.run([
        #"{"a":{"b":{"c":null}},"d":[{"e":null},null],"f":1}"#, #"{"x":1,"y":{"z":[]},"w":2}"#,
        "[null]", "null", #" "x" "#,
      ]).texts == [
        #"{"d":[{},null],"f":1}"#, #"{"x":1,"w":2}"#, "[null]", "null", #""x""#,
      ]
    )
  }

  @Test func `explode goes on where it was interrupted and copies the rest`() throws {
    let explode = try harness("json.explode", .flatMap, ["path": .text(".a.b")])
    let items = (0..<50).map { "{\"n\": \($0)}" }
    let outcome = try explode.run([
      #"{"x": 1.0, "a": {"b": [\#(items.joined(separator: " , "))]} }"#, #"{"a":[]}"#,
      #"{"a":{"b":1},"a":{"b":[2]}}"#, "[]",
    ])
    #expect(
      outcome.texts == items.map { #"{"x": 1.0, "a": {"b": \#($0)} }"# } + [
        #"{"a":{"b":1},"a":{"b":2}}"#
      ]
    )
    #expect(outcome.indices.first?.description == "(0, 0)")
    #expect(outcome.failures.keys.sorted() == [3])
  }

  @Test func `a value that cannot be of a type is an error, null or kept`() throws {
    let types: KeyValuePairs<String, String> = [
      ".n": "number", ".i": "integer", ".b": "boolean", ".t": "text", ".j": "json",
    ]
    let fields = types.map { Value.Field(key: $0.key, value: .text($0.value)) }
    let coerce = { (failing: String) in
      try harness(
        "json.coerce",
        .map,
        ["types": .value(.mapping(fields)), "failing": .text(failing)]
      )
    }
    let good =
      #"{"n":" -1.50e3","i":"12345678901234567890","b":0,"t":{"a": [1]},"j":"{\"a\":\n1}"}"#
    let bad = #"{"n":"1_000","i":1.0,"b":"yes","t":null,"j":"{"}"#
    #expect(
      try coerce("null").run([good, bad]).texts == [
        #"{"n":-1.50e3,"i":12345678901234567890,"b":false,"t":"{\"a\":[1]}","j":{"a":1}}"#,
        #"{"n":null,"i":null,"b":null,"t":null,"j":null}"#,
      ]
    )
    #expect(try coerce("keep").run([bad]).texts == [bad])
    #expect(try coerce("error").run([bad]).failures[0] == #"`.n`: "1_000" is no number"#)
    #expect(try coerce("error").run([#"{"n":[]}"#]).failures[0] == #"`.n`: "[]" is no number"#)
  }

  @Test
  func `sorted and pretty JSON keeps digits, the escapes of values and the last of equal keys`()
    throws
  {
    let sort = try harness("json.format", .map, ["sort": .boolean(true)])
    let element = #"{"b":1.00,"\u0061":"\u00e9","b":2e0,"c":[{"z":1,"y":-0}]}"#
    #expect(
      try sort.run([element]).texts == [#"{"a":"\u00e9","b":2e0,"c":[{"y":-0,"z":1}]}"#]
    )
  }
}
