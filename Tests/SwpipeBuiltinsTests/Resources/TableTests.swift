import SwpipeCore
import Testing

@testable import SwpipeBuiltins

@Suite struct TableTests {
  private func table(_ text: String, _ format: TableFormat, _ key: [String]) throws -> LookupTable {
    LookupTable(
      try TableContent(
        TableBytes(Array(text.utf8)),
        TableReading(format),
        key: key,
        duplicates: .error,
        name: "t"
      )
    )
  }

  private func row(_ table: LookupTable, _ key: String...) -> Value? {
    table.value(at: key.map { .name($0) })
  }

  private func failure(_ text: String, _ format: TableFormat, _ key: [String] = ["k"]) throws
    -> String
  {
    try Started.failure { _ = try table(text, format, key) }.message
  }

  @Test(arguments: [
    (TableFormat.csv, "\u{FEFF}k,v\r\na,1\r\n\"b,\"\"\",\"2\n\"\r\n\n"),
    (.tsv, "k\tv\na\t1\nb,\"\t2\\n"),
    (
      .jsonl,
      "\u{FEFF}{\"k\":\"a\",\"v\":\"1\"}\n\n {\"v\" : \"2\\n\", \"\\u006b\" : \"b,\\\"\"} \n"
    ),
    (.json, " [ {\"k\":\"a\",\"v\":\"1\"} ,\n {\"k\":\"b,\\\"\",\"v\":\"2\\n\"}\n] "),
  ])
  func `each format has the same rows`(_ format: TableFormat, _ text: String) throws {
    let table = try table(text, format, ["k"])
    #expect(table.content.count == 2)
    #expect(table.value(at: [.name("a"), .name("v")]) == .text("1"))
    #expect(table.value(at: [.name("b,\""), .name("v")]) == .text("2\n"))
    #expect(row(table, "c") == nil)
    #expect(row(table) == nil)
  }

  @Test func `the members of an object are rows of any kind`() throws {
    let table = try table(#"{"de": "Germany", "\u0031": [1, {"x": null}], "": 1.5}"#, .json, [])
    #expect(row(table, "de") == .text("Germany"))
    #expect(table.value(at: [.position(1), .position(0)]) == .integer(1))
    #expect(row(table, "") == .number(1.5))
    #expect(row(table, "de", "x") == nil)
  }

  @Test func `keys of several columns do not run into each other`() throws {
    let table = try table("a,b,v\nx,yz,1\nxy,z,2\n,xyz,3\nxyz,,4\n", .csv, ["a", "b"])
    #expect(row(table, "x", "yz", "v") == .text("1"))
    #expect(row(table, "xy", "z", "v") == .text("2"))
    #expect(row(table, "", "xyz", "v") == .text("3"))
    #expect(row(table, "xyz", "", "v") == .text("4"))
    #expect(row(table, "xyz") == nil)
  }

  @Test func `numbers and booleans are keys as they are written`() throws {
    let table = try table("{\"k\":7}\n{\"k\":true}\n{\"k\":\"7.0\"}\n", .jsonl, ["k"])
    #expect(row(table, "7", "k") == .integer(7))
    #expect(row(table, "true", "k") == .boolean(true))
    #expect(row(table, "7.0", "k") == .text("7.0"))
  }

  @Test func `what is wrong in a file is said with its line`() throws {
    #expect(try failure("", .csv).contains("line 1: there is no header"))
    #expect(try failure("k,v\na\n", .csv).contains("line 2: the row has 1 field, but the header"))
    #expect(
      try failure("k,v\na,\"b\nc", .csv).contains("line 2: the quoted field that begins here")
    )
    #expect(try failure("k\n\"a\"b\n", .csv).contains("line 2: the field \"k\" goes on behind"))
    #expect(try failure("v\na\n", .csv).contains("line 2: the row has no `k`"))
    #expect(try failure("{\"k\":1}\n\n{\"k\":}\n", .jsonl).contains("line 3: expected a value"))
    #expect(try failure("{\"k\":1} 2\n", .jsonl).contains("expected the end of the line"))
    #expect(try failure("7\n", .jsonl).contains("is no object"))
    #expect(try failure("{\"k\":[]}\n", .jsonl).contains("`k` is no text, number or boolean"))
    #expect(
      try failure("[{\"k\":1},\n{\"k\":1", .json).contains("line 2: expected a comma or a clos")
    )
    #expect(try failure("[{\"k\":1}] x", .json).contains("expected the end"))
    #expect(try failure("7", .json).contains("an array of rows or an object"))
    #expect(try failure("{}", .json).contains("members of an object, whose names are the keys"))
    #expect(try failure("[]", .json, []).contains("the rows have no key"))
  }

  @Test(arguments: [("error", nil), ("first", "1"), ("last", "3")])
  func `of a key that stands twice one counts, or none`(_ word: String, _ value: String?) throws {
    let path = Scratch()
    let file = path.write("t.csv", "k,v\na,1\nb,2\na,3\n")
    let arguments: [String: Argument] = [
      "path": .text(file), "key": .list([.text("k")]), "duplicates": .text(word),
    ]
    if let value {
      let table = try #require(try Started.resource("table", arguments) as? LookupTable)
      #expect(row(table, "a", "v") == .text(value))
      #expect(row(table, "b", "v") == .text("2"))
      #expect(table.content.count == 2)
    } else {
      let failure = try Started.failure { _ = try Started.resource("table", arguments) }
      #expect(failure.message.hasSuffix("line 4: the key stands in line 2, too"))
    }
  }

  @Test(arguments: [TableFormat.csv, .jsonl, .json])
  func `a large file is mapped, and every row of it found`(_ format: TableFormat) throws {
    let scratch = Scratch()
    let count = 40_000
    let rows = (0..<count).map { number in
      let name = "name \(number) " + String(repeating: "é", count: number % 20)
      return format == .csv ? "\(number),\"\(name)\"" : #"{"id": \#(number), "name": "\#(name)"}"#
    }
    let text =
      switch format {
      case .csv: "id,name\n" + rows.joined(separator: "\n")
      case .json: "[\n" + rows.joined(separator: ",\n") + "\n]"
      default: rows.joined(separator: "\n")
      }
    #expect(text.utf8.count > TableBytes.mappedSize)
    let path = scratch.write("large." + format.rawValue, text)
    let arguments: [String: Argument] = ["path": .text(path), "key": .list([.text("id")])]
    let table = try #require(try Started.resource("table", arguments) as? LookupTable)
    #expect(table.content.count == count)
    for number in stride(from: 0, to: count, by: 37) {
      let name = "name \(number) " + String(repeating: "é", count: number % 20)
      #expect(row(table, "\(number)", "name") == .text(name))
    }
    #expect(row(table, "\(count)") == nil)
  }

  @Test func `workers share a file while it is the same and one of them has it`() async throws {
    let scratch = Scratch()
    let path = scratch.write("t.csv", "k\na\n")
    func content(_ duplicates: TableContent.Duplicates = .error) throws -> TableContent {
      try TableStore.content(path, TableReading(.csv), columns: ["k"], duplicates: duplicates)
    }
    let first = try content()
    let others = try await withThrowingTaskGroup(of: TableContent.self) { group in
      for _ in 0..<16 {
        group.addTask {
          try TableStore.content(path, TableReading(.csv), columns: ["k"], duplicates: .error)
        }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(others.allSatisfy { $0 === first })
    #expect(try content(.last) !== first)
    scratch.write("t.csv", "k\na\nb\n")
    let second = try content()
    #expect(second !== first)
    #expect(second.count == 2)
    weak var gone: TableContent?
    do {
      let third = try content(.first)
      gone = third
      #expect(gone != nil)
    }
    #expect(gone == nil)
  }

  @Test func `a file that is no text says what it is`() throws {
    let scratch = Scratch()
    let path = scratch.write("t.csv", "PK\u{3}\u{4}\u{14}\0\0\0")
    let failure = try Started.failure {
      _ = try Started.resource("table", ["path": .text(path), "key": .list([.text("k")])])
    }
    #expect(failure.message.contains("the input is a ZIP archive"), "\(failure)")
  }

  @Test func `a file that cannot be loaded says why`() throws {
    func failure(_ arguments: [String: Argument]) throws -> RunFailure {
      try Started.failure { _ = try Started.resource("table", arguments) }
    }
    let missing = try failure(["path": .text("/no/users.csv"), "key": .list([.text("k")])])
    #expect(missing.message == "cannot load the table /no/users.csv: no such file or directory")
    #expect(missing.status == .resource)
    #expect(try failure(["path": .text("/tmp/x")]).message.contains("does not say its format"))
    #expect(
      try failure(["path": .text("/tmp"), "format": .text("csv")]).message.contains("directory")
    )
  }
}
