import SwpipeCore
import Testing

@testable import SwpipeBuiltins

@Suite struct `How lookup tables read csv and tsv` {
  private func file(_ text: String, _ arguments: [String: Argument]) throws -> LookupTable {
    let scratch = Scratch()
    var arguments = arguments
    arguments["path"] = .text(scratch.write("t.csv", text))
    return try #require(try Started.resource("table", arguments) as? LookupTable)
  }

  private func problems(_ arguments: [String: Argument]) throws -> [ArgumentProblem] {
    let definition = try #require(Builtins.resources.first { $0.name == "table" })
    return definition.check(Arguments(arguments))
  }

  private func texts(_ names: String...) -> Argument { .list(names.map { .text($0) }) }

  @Test(
    arguments: [
      (["delimiter": .text("|")], "id|n\nq|\"4|2\"\n", .text("4|2")),
      (["quote": .text("none")], "id,n\nq,\"4\nr,\"\n", .text("\"4")),
      (["quote": .text("'")], "id,n\nq,'4,''2'\n", .text("4,'2")),
      (["comment": .text("%")], "% 1\nid,n\n%q,0\nq,4\n", .text("4")),
      (["header": .value(.list([.text("id"), .text("n")]))], "q,4\nid,n\n", .text("4")),
      (["columns": .list([.text("n"), .text("id")])], "x,id,n\n1,q,4\n", .text("4")),
      (["types": .text("infer")], "id,n\nq,4\n", .integer(4)),
      (["types": .text("infer")], "id,n\nq,\n", .null),
      (["format": .text("tsv"), "quote": .text("\"")], "id\tn\nq\t\"4\t\\n\"\n", .text("4\t\\n")),
    ] as [([String: Argument], String, Value)]
  )
  func `they have the options of a source`(
    _ options: [String: Argument],
    _ text: String,
    _ value: Value
  ) throws {
    let arguments = options.merging(["key": texts("id")]) { $1 }
    #expect(try problems(arguments.merging(["path": .text("t.csv")]) { $1 }).isEmpty)
    #expect(try file(text, arguments).value(at: [.name("q"), .name("n")]) == value)
  }

  @Test func `every parameter that a source has for csv is one of tables`() throws {
    let definition = try #require(Builtins.resources.first { $0.name == "table" })
    for parameter in TableFormats.csv.reading?.parameters ?? [] {
      #expect(definition.parameters.contains { $0.name == parameter.name }, "\(parameter.name)")
    }
  }

  @Test func `keys of inferred types are compared as texts`() throws {
    let table = try file("id,n\n7,a\n\"8\",b\n", ["key": texts("id"), "types": .text("infer")])
    #expect(table.value(at: [.name("7"), .name("id")]) == .integer(7))
    #expect(table.value(at: [.position(8), .name("id")]) == .text("8"))
  }

  @Test func `the advice for an open quote is one that tables can take`() throws {
    let text = "id,n\nq,\"4\nr,5\n"
    let failure = try Started.failure { _ = try file(text, ["key": texts("id")]) }
    #expect(failure.message.contains("line 2: the quoted field that begins here never ends"))
    #expect(failure.help?.contains("`quote: none`") == true)
    let table = try file(text, ["key": texts("id"), "quote": .text("none")])
    #expect(table.value(at: [.name("r"), .name("n")]) == .text("5"))
  }

  @Test(
    arguments: [
      (["delimiter": .text(";;")], "`delimiter` is one ASCII character, and no line break"),
      (["quote": .text(",")], "comma cannot be both the delimiter and the quote"),
      (["header": .value(.text("none"))], "so that none can be the key"),
      (["columns": .list([.text("n")])], "the key `id` is not among the `columns`"),
      (["header": .value(.list([.text("ID")]))], "the key `id` is not among the names in"),
      (["format": .text("jsonl"), "comment": .text("#")], "the format jsonl has no `comment`"),
    ] as [([String: Argument], String)]
  )
  func `what cannot be is said before the file is read`(
    _ options: [String: Argument],
    _ message: String
  ) throws {
    let arguments = options.merging(["key": texts("id"), "path": .text("t.csv")]) { $1 }
    let problems = try problems(arguments)
    #expect(problems.count == 1 && problems[0].message.contains(message), "\(problems)")
    // A path whose suffix was not known then is checked at the start.
    let failure = try Started.failure { _ = try Started.resource("table", arguments) }
    #expect(failure.message.contains(message), "\(failure.message)")
  }

  @Test func `rows in the spec have no options of files`() throws {
    let rows = Argument.value(.list([]))
    let problems = try problems(["rows": rows, "key": texts("id"), "delimiter": .text(";")])
    #expect(problems.map(\.parameter) == ["delimiter"])
    #expect(try self.problems(["rows": rows, "key": texts("id")]).isEmpty)
  }

  @Test func `workers share a file only where they read it in the same way`() throws {
    let scratch = Scratch()
    let path = scratch.write("t.csv", "k;v\na;1\n")
    func content(_ delimiter: String, _ key: String) throws -> TableContent {
      let reading = TableReading(.csv, Arguments(["delimiter": .text(delimiter)]))
      return try TableStore.content(path, reading, columns: [key], duplicates: .error)
    }
    let first = try content(";", "k")
    #expect(try content(";", "k") === first)
    #expect(try content(",", "k;v") !== first)
  }
}
