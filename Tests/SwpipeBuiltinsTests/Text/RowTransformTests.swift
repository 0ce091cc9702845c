import SwpipeCore
import Testing

@testable import SwpipeBuiltins

/// Transforms between JSON and a row of csv.
@Suite struct RowTransformTests {
  private func list(_ names: String...) -> Argument { .list(names.map { .text($0) }) }

  private func toCSV(_ arguments: [String: Argument]) throws -> Harness {
    var harness = try Harness("to_csv", .map, arguments)
    harness.inputType = .json
    return harness
  }

  @Test(arguments: [
    (
      #"["a,b","\"","","\u0041\n","é",1.00,true,[1, 2]]"#,
      "\"a,b\",\"\"\"\",,\"A\n\",é,1.00,true,\"[1,2]\""
    ),
    ("{}", ""), (#"{"a":{"b":1},"c":null}"#, #""{""b"":1}","#),
  ])
  func `a row reads back as the texts of its values`(_ element: String, _ row: String) throws {
    #expect(try toCSV([:]).run([element]).texts == [row])
  }

  @Test func `columns choose, and the last of equal keys counts`() throws {
    let outcome = try toCSV(["columns": list("b", "a")]).run([
      #"{"a":1,"b":2,"a":3}"#, #"{"x":{"a":9}}"#, "[1]", #"{"a":"\ud800"}"#,
    ])
    #expect(outcome.texts == ["2,3", ","])
    #expect(outcome.failures[2] == #""[1]" is no object, and `columns` are keys"#)
    #expect(outcome.failures[3]?.contains("half of a surrogate pair") == true)
  }

  @Test func `a row becomes what it was`() throws {
    let rows = ["a,\"b,\"\"c\"\"\",", "1,2,3"]
    let read = try Harness("from_csv", .map).run(rows)
    #expect(read.texts == [#"["a","b,\"c\"",""]"#, #"["1","2","3"]"#])
    #expect(try toCSV([:]).run(read.texts).texts == rows)
    let infer = try Harness(
      "from_csv",
      .map,
      ["columns": list("a", "b \""), "types": .text("infer")]
    )
    #expect(
      try infer.run(["007,1.0", "true,"]).texts == [
        #"{"a":"007","b \"":1.0}"#, #"{"a":true,"b \"":null}"#,
      ]
    )
  }

  @Test func `what is not one row is an error with its byte`() throws {
    let harness = try Harness("from_csv", .map, ["columns": list("a", "b")])
    let outcome = try harness.run(["1", "1,\"2", "1,2\n3,4", "1,\"2\"x", "x,y"])
    #expect(outcome.texts == [#"{"a":"x","b":"y"}"#])
    #expect(outcome.failures[0]?.hasPrefix("the row has 1 field, but `columns` names 2") == true)
    #expect(outcome.failures[2]?.contains("a second row begins at byte 5") == true)
    #expect(outcome.failures.count == 4)
  }

  @Test(arguments: ["", ",,", "\"", "é", "\n"])
  func `a delimiter is one character`(_ delimiter: String) throws {
    for name in ["to_csv", "from_csv"] {
      #expect(try Harness(name, .map, ["delimiter": .text(delimiter)]).problems.count == 1)
    }
  }
}
