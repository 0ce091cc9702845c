import SwpipeCore
import Testing

@testable import SwpipeBuiltins

/// Transforms that keep, drop and change members by their paths.
@Suite struct JSONMemberTests {
  private func harness(_ name: String, _ arguments: [String: Argument]) throws -> Harness {
    var harness = try Harness(name, .map, arguments)
    harness.inputType = .json
    return harness
  }

  private func paths(_ texts: String...) -> [String: Argument] {
    ["paths": .list(texts.map { .text($0) })]
  }

  private func values(_ fields: KeyValuePairs<String, Value>) -> [String: Argument] {
    [
      "values": .value(.mapping(fields.map { Value.Field(key: $0.key, value: $0.value) }))
    ]
  }

  @Test(arguments: [
    (#"{"a":1,"b":2,"c":3}"#, #"{"b":2}"#), (#"{ "b" : 1E2 , "x":"}" }"#, #"{"b" : 1E2}"#),
    (#"{"B":1}"#, "{}"), (#"{"\u0062":1}"#, #"{"\u0062":1}"#), ("{}", "{}"),
    (#"{"b":{"b":[{"b":1}]},"n":{"b":0}}"#, #"{"b":{"b":[{"b":1}]}}"#),
    (#"{"b":1,"a":0,"b":2,"a":0}"#, #"{"b":2}"#),
  ])
  func `a picked member keeps its bytes`(_ element: String, _ expected: String) throws {
    #expect(try harness("json.pick", paths(".b")).run([element]).texts == [expected])
  }

  @Test(arguments: [
    (#"{"a":{"b":1,"c":2},"d":3}"#, #"{"a":{"b":1},"d":3}"#),
    (#"{"d":3,"a":{"c":2}}"#, #"{"d":3,"a":{}}"#), (#"{"a":[{"b":1}],"d":0}"#, #"{"d":0}"#),
    (#"{"a":null}"#, "{}"),
    (#"{"a":{"b":1},"a":{"b":2,"b":3}}"#, #"{"a":{"b":3}}"#),
  ])
  func `a path goes through objects alone`(_ element: String, _ expected: String) throws {
    #expect(try harness("json.pick", paths(".a.b", ".d")).run([element]).texts == [expected])
  }

  @Test func `brackets go through the values of an array, also of arrays within it`() throws {
    let deep = try harness("json.pick", paths(".a[][].b"))
    #expect(
      try deep.run([#"{"a":[[{"b":1,"c":2},3],[],4]}"#]).texts == [#"{"a":[[{"b":1}],[]]}"#]
    )
    let outer = try harness("json.omit", paths(".[].b"))
    #expect(try outer.run([#"[{"b":1}, {"a": 1, "b":2}, 3]"#]).texts == [#"[{}, {"a": 1}, 3]"#])
    #expect(try outer.run(["{}"]).failures[0] == #""{}" is no array"#)
  }

  @Test(arguments: [
    (#"{"a":1,"b":2,"c":3}"#, #"{"a":1,"c":3}"#), (#"{"b":2}"#, "{}"), (#"{ "b" : 2 }"#, "{  }"),
    (#"{"b":2, "c":3}"#, #"{"c":3}"#), (#"{"a":1, "b":2 }"#, #"{"a":1 }"#),
    (#"{"b":1,"b":2,"c":3,"b":4}"#, #"{"c":3}"#), ("\t{\"a\":[1, 2]} ", "\t{\"a\":[1, 2]} "),
    (#"{"a":1,"d":{"e":0}, "b":2, "d":{"e":1}}"#, #"{"a":1, "d":{}}"#),
  ])
  func `a member that is left out takes one comma with it`(_ element: String, _ expected: String)
    throws
  {
    #expect(try harness("json.omit", paths(".b", ".d.e")).run([element]).texts == [expected])
  }

  @Test(arguments: [
    (#"{"a":0,"x":1.0}"#, #"{"a":7,"x":1.0,"b":{"c":"é\""}}"#),
    (#"{"b":{}, "a":[1]}"#, #"{"b":{"c":"é\""}, "a":7}"#),
    (#"{"b":null}"#, #"{"b":{"c":"é\""},"a":7}"#),
    (#"{"a":1,"a":2,"b":{"c":0,"d":1}}"#, #"{"a":7,"b":{"c":"é\"","d":1}}"#),
    (" {} ", #" {"a":7,"b":{"c":"é\""}} "#),
  ])
  func `a value that is set replaces or is added`(_ element: String, _ expected: String) throws {
    let set = try harness("json.set", values([".a": .integer(7), ".b.c": .text("é\"")]))
    #expect(try set.run([element]).texts == [expected])
  }

  @Test func `a value on the way that is no object is an error of a set and gives way in a merge`()
    throws
  {
    let set = try harness("json.set", values([".a.b.c": .null]))
    let outcome = try set.run([#"{"a":{"b":[]}}"#, #"{"a":{}}"#, "[]"])
    #expect(outcome.texts == [#"{"a":{"b":{"c":null}}}"#])
    #expect(outcome.failures[0] == #"`.a.b` is "[]", which is no object"#)
    #expect(outcome.failures[2] == #""[]" is no object"#)
    let merged = Value.mapping([
      Value.Field(key: "a", value: .mapping([Value.Field(key: "b", value: .mapping([]))]))
    ])
    let merge = try harness("json.merge", ["value": .value(merged)])
    #expect(
      try merge.run([#"{"a":{"b":[]}}"#, #"{"a":1}"#, #"{"a":{"b":{"c": 1}}}"#, "{}"]).texts
        == [#"{"a":{"b":{}}}"#, #"{"a":{"b":{}}}"#, #"{"a":{"b":{"c": 1}}}"#, #"{"a":{"b":{}}}"#]
    )
  }

  @Test func `a program's value is set, and one value is needed`() throws {
    let arguments = { (program: String) -> [String: Argument] in
      ["path": .text(".t"), "expression": .text(program)]
    }
    let set = try harness("json.set", arguments(".a[] + 1"))
    let outcome = try set.run([#"{"a":[1]}"#, #"{"a":[]}"#, #"{"a":[1,2]}"#, #"{"a":["x"]}"#])
    #expect(outcome.texts == [#"{"a":[1],"t":2}"#])
    #expect(outcome.failures[1]?.contains("gives no output") == true)
    #expect(outcome.failures[2]?.contains("more than one output") == true)
    #expect(outcome.failures[3]?.contains("cannot be added") == true)
  }

  @Test func `defaults fill what is null or missing, to the last of equal keys`() throws {
    let fill = try harness("json.default", values([".a": .integer(1), ".b.c": .boolean(false)]))
    #expect(
      try fill.run([
        #"{"a":0,"b":{"c":""}}"#, #"{"b":null,"a":null}"#, #"{"a":1,"a":null,"b":{"c":1}}"#,
      ]).texts == [
        #"{"a":0,"b":{"c":""}}"#, #"{"b":{"c":false},"a":1}"#, #"{"a":1,"b":{"c":1}}"#,
      ]
    )
  }

  @Test func `a rename keeps the place and refuses a name that is taken`() throws {
    let names: KeyValuePairs<String, String> = [".a": "x y", ".b.c": "d"]
    let fields = names.map { Value.Field(key: $0.key, value: .text($0.value)) }
    let rename = try harness("json.rename", ["names": .value(.mapping(fields))])
    #expect(rename.problems.isEmpty)
    let outcome = try rename.run([
      #"{"b":{"c":1.0},"a" : []}"#, #"{"a":1,"x y":2}"#, #"{"x y":2,"b":{"d":0}}"#,
      #"{"a":1,"a":2}"#,
    ])
    #expect(
      outcome.texts == [
        #"{"b":{"d":1.0},"x y" : []}"#, #"{"x y":2,"b":{"d":0}}"#, #"{"x y":2}"#,
      ]
    )
    #expect(
      outcome.failures == [1: "`.a` cannot be renamed: the element has `.x y`, too"]
    )
  }

  @Test(arguments: [
    ([String](), "at least one path is due"), (["a"], "`a` is no path: a path begins with a dot"),
    (["."], "`.` is no path: a name is missing"), ([".a."], "`.a.` is no path: a name is missing"),
    ([".a[]"], "`.a[]` does not end with a name"),
    ([".a[0]"], "brackets are empty, or hold a name in quotes"),
    ([".a", ".a.b"], "`.a.b` is within `.a`"), ([".a", "[.a]"], "begins with a dot"),
    ([".a-b"], "a name has letters, digits and underscores"),
    ([".a", ".[\"a\"]"], "is in the list twice"),
    ([".\"a"], "a name in quotes is not closed"), ([".a[].b", ".a.c"], "takes an array"),
  ])
  func `what is no path is said`(_ texts: [String], _ message: String) throws {
    let problems = JSONPaths.problems(texts, "paths")
    #expect(problems.contains { $0.message.contains(message) }, "\(problems)")
  }

  @Test func `what is no JSON is that element's error with its byte`() throws {
    for name in ["json.pick", "json.omit"] {
      let outcome = try harness(name, paths(".a")).run([#"{"a":1,}"#, #"{"a":1"#, "", #"{"a":1}"#])
      #expect(outcome.texts.count == 1)
      #expect(outcome.failures[0]?.contains("expected a key in quotes at byte 8") == true)
      #expect(outcome.failures.count == 3)
    }
  }
}
