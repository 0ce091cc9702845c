import SwpipeCore
import Testing

@testable import SwpipeBuiltins

@Suite struct TableTransformTests {
  private func harness(
    _ name: String,
    _ work: Operator,
    _ arguments: [String: Argument] = [:],
    rows: Value,
    key: [String] = []
  ) throws -> Harness {
    var harness = try Harness(name, work, arguments)
    harness.resources = [
      "users": try Started.resource(
        "table",
        ["rows": .value(rows), "key": .list(key.map { .text($0) })]
      )
    ]
    return harness
  }

  private func field(_ key: String, _ value: Value) -> Value.Field {
    Value.Field(key: key, value: value)
  }

  private var users: Value {
    .list([
      .mapping([field("id", .integer(1)), field("name", .text("Ada"))]),
      .mapping([field("id", .integer(2)), field("age", .null)]),
    ])
  }

  private func element(_ names: String...) -> Argument {
    .list([.template(Template(parts: [.element(names.map { .name($0) })]))])
  }

  @Test func `the row replaces the element, whatever the slices`() throws {
    let harness = try harness("table.lookup", .map, rows: users, key: ["id"])
    let outcome = try harness.run(["1", "2", "3"])
    #expect(outcome.texts == [#"{"id":1,"name":"Ada"}"#, #"{"id":2,"age":null}"#])
    #expect(outcome.type == .json)
    #expect(outcome.failures == [2: #"the table has no row with the key "3""#])
  }

  @Test func `one column is put where it is wanted, and the rest is copied as it is`() throws {
    var harness = try harness(
      "table.lookup",
      .map,
      [
        "key": element("u", "id"), "column": .text("name"),
        "into": .path([.name("u"), .name("name")]),
      ],
      rows: users,
      key: ["id"]
    )
    harness.inputType = .json
    let outcome = try harness.run([
      #"{ "u" : {"id":1.0, "id": 1} , "x":1e2}"#, #"{"u":{"name":[1],"id":"1"}}"#,
      #"{"u":{"id":2}}"#,
      #"{"u":{}}"#, "[1]",
    ])
    #expect(
      outcome.texts == [
        #"{ "u" : {"id":1.0, "id": 1,"name":"Ada"} , "x":1e2}"#, #"{"u":{"name":"Ada","id":"1"}}"#,
      ]
    )
    #expect(outcome.failures[2] == #"the row with the key "2" has no `name`"#)
    #expect(outcome.failures[3]?.contains(".u.id is missing or null") == true)
    #expect(outcome.failures[4] != nil)
  }

  @Test func `missing rows become null or leave the element as it was`() throws {
    let rows = Value.mapping([field("de", .text("Germany"))])
    let null = try harness("table.lookup", .map, ["missing": .text("null")], rows: rows)
    #expect(try null.run(["de", "x"]).texts == [#""Germany""#, "null"])
    var keep = try harness("table.lookup", .map, ["missing": .text("keep")], rows: rows)
    #expect(
      try keep.run(["de", "x\"", "\u{1}"]).texts == [#""Germany""#, #""x\"""#, #""\u0001""#]
    )
    keep.inputType = .json
    #expect(try keep.run([#""de""#, "[ 1 ]"]).texts == [#""Germany""#, "[ 1 ]"])
  }

  @Test func `contains keeps known keys, inverted the others`() throws {
    var harness = try harness("table.contains", .filter, rows: users, key: ["id"])
    #expect(try harness.run(["2", "x", "", "1", "2"]).texts == ["2", "1", "2"])
    harness.isInverted = true
    #expect(try harness.run(["2", "x", "", "1"]).texts == ["x", ""])
  }

  @Test func `into text is that element's error`() throws {
    let harness = try harness(
      "table.lookup",
      .map,
      ["into": .path([.name("x")])],
      rows: users,
      key: ["id"]
    )
    #expect(try harness.run(["1"]).failures[0] == "`into: .x` needs JSON, but the element is text")
  }

  @Test func `a key of another number of parts does not start`() throws {
    let rows = Value.list([.mapping([field("a", .integer(1)), field("b", .integer(2))])])
    let harness = try harness("table.contains", .filter, rows: rows, key: ["a", "b"])
    let failure = try Started.failure { _ = try harness.run(["1"]) }
    #expect(failure.status == .resource)
  }
}
