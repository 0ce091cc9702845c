import CommandSupport
import SwpipeCore
import SwpipePlugins
import Testing

/// The life of a worker whose transform is in a library.
@Suite struct LibraryWorkerTests {
  private final class Shown: Resource {
    func value(at path: [Template.PathKey]) -> Value? {
      .mapping([Value.Field(key: "path", value: .text("a\"b"))])
    }
  }

  @Test func `a worker is started with its place, its arguments and its resources`() throws {
    var harness = try LibraryHarness("started", .map)
    harness.worker = WorkerInfo(index: 3, kind: .process, stage: "places", restarts: 2)
    harness.resources = ["users": Shown(), "hidden": Shown()]
    harness.resourceNames = ["table": "users"]
    let types: [(String, ParameterType, Argument)] = [
      ("text", .text, .text("é")), ("word", .choice(["a"]), .text("a")),
      ("flag", .boolean, .boolean(true)), ("count", .integer(.min ... .max), .integer(-7)),
      ("ratio", .number(0...9), .number(0.5)), ("whole", .number(0...9), .integer(4)),
      ("time", .duration, .duration(5_000_000_000)), ("size", .size, .size(1 << 20)),
      ("list", .list(.text), .list([.text("a"), .text("b")])),
      ("value", .value, .value(.list([.null, .integer(1)]))),
    ]
    harness.transform.parameters =
      types.map { ParameterInfo(name: $0.0, type: $0.1, isRequired: false, help: "") }
      + [
        ParameterInfo(name: "absent", type: .text, isRequired: false, help: ""),
        ParameterInfo(
          name: "usual",
          type: .text,
          defaultArgument: .text(""),
          isRequired: false,
          help: ""
        ),
      ]
    harness.arguments = Arguments(Dictionary(uniqueKeysWithValues: types.map { ($0.0, $0.2) }))
    let said = try #require(try harness.run(["a"], slices: [1]).texts.first)
    let parts = said.split(separator: "; ").map { String($0) }
    let shown = "{\"path\":\"a\\\"b\"}"
    #expect(
      parts == [
        "started 0 worker 3 process of places restarts 2 "
          + "resources {\"hidden\":\(shown),\"table\":\(shown),\"users\":\(shown)}",
        "text kind 0 text `é` 2 integer 0 number 0",
        "word kind 0 text `a` 1 integer 0 number 0",
        "flag kind 1 text `` 0 integer 1 number 1",
        "count kind 1 text `` 0 integer -7 number -7",
        "ratio kind 2 text `` 0 integer 0 number 0.5",
        "whole kind 2 text `` 0 integer 4 number 4",
        "time kind 1 text `` 0 integer 5000000000 number 5e+09",
        "size kind 1 text `` 0 integer 1048576 number 1.04858e+06",
        "list kind 3 text `[\"a\",\"b\"]` 9 integer 0 number 0",
        "value kind 3 text `[null,1]` 8 integer 0 number 0",
        "usual kind 0 text `` 0 integer 0 number 0",
      ]
    )
  }

  @Test func `each worker has a state of its own, which is freed at its end`() throws {
    let path = try Compiler.library("kinds")
    let own = try Compiler.copy(of: path, named: "alive")
    var harness = try LibraryHarness("alive", .map)
    harness.path = own
    var first = try harness.start()
    var second = try harness.start()
    #expect(try LibraryHarness.apply(&first, .map, ["a"]) == "2\n")
    try LibraryHarness.end(&second, nil)
    #expect(try LibraryHarness.apply(&first, .map, ["a"]) == "1\n")
    try LibraryHarness.end(&first, nil)
    #expect(try harness.run(["a"], slices: [1]).texts == ["1"])
    harness.transform.name = "calls"
    #expect(try harness.run(["a", "b", "c"], slices: [2]).texts == ["1", "2", "3"])
  }

  @Test func `a slice of elements that take long is given back after a few milliseconds`() throws {
    var transform = try LibraryHarness("works", .map, ["number": .integer(20)]).start()
    let batch = LibraryHarness.batch((0..<50).map { Array("\($0)".utf8) })
    let slice = Slice(batch, 10..<50)
    var output = BatchBuilder()
    output.begin(slice, for: .map, type: .text)
    try transform.apply(slice, into: &output)
    let interruptible = try #require(transform as? any InterruptibleTransform)
    #expect(output.position == 11)
    #expect(interruptible.untouched == 11)
    #expect(output.count == 1)
    try LibraryHarness.end(&transform, nil)
    withExtendedLifetime(batch) {}
  }

  @Test func `a slice of quick elements is done, and what is untouched is always what is left`()
    throws
  {
    var transform = try LibraryHarness("same", .map).start()
    let batch = LibraryHarness.batch((0..<50).map { Array("\($0)".utf8) })
    let slice = Slice(batch, 10..<50)
    var output = BatchBuilder()
    output.softByteLimit = 30
    output.begin(slice, for: .map, type: .text)
    var count = 0
    while output.position < 50 {
      try transform.apply(slice, into: &output)
      let interruptible = try #require(transform as? any InterruptibleTransform)
      #expect(interruptible.untouched == output.position)
      count += output.freeze()?.count ?? 0
    }
    #expect(count == 40)
    try LibraryHarness.end(&transform, nil)
    withExtendedLifetime(batch) {}
  }
}
