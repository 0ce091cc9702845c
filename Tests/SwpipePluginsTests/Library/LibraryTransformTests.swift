import SwpipeCore
import SwpipePlugins
import Testing

/// What a library's functions do, and what becomes of their elements.
@Suite struct LibraryTransformTests {
  private let words = ["one", "", "two,fail,three", "a,b", "é", "x,,y", "four"]

  @Test func `map gives what was emitted, byte for byte`() throws {
    let bytes: [[UInt8]] = [[0, 255, 10], [], Array("a\0b".utf8), [0xC3]]
    let outcome = try LibraryHarness("same", .map).run(bytes)
    #expect(outcome.elements == bytes)
    #expect(outcome.indices == [[0], [1], [2], [3]])
    #expect(outcome.failures.isEmpty)
  }

  @Test func `filter keeps the elements that the library keeps, or the others`() throws {
    var harness = try LibraryHarness("even", .filter)
    #expect(try harness.run(words).texts == words.filter { $0.utf8.count % 2 == 0 })
    harness.isInverted = true
    #expect(try harness.run(words).texts == words.filter { $0.utf8.count % 2 == 1 })
  }

  @Test func `flat_map gives any number, and nothing of an element that failed`() throws {
    let outcome = try LibraryHarness("split", .flatMap).run(words)
    #expect(
      outcome.texts == ["<one>", "<>", "<a>", "<b>", "<é>", "<x>", "<>", "<y>", "<four>"]
    )
    #expect(
      outcome.indices
        == [[0, 0], [1, 0], [3, 0], [3, 1], [4, 0], [5, 0], [5, 1], [5, 2], [6, 0]]
    )
    #expect(outcome.failures == [2: "a part is `fail`"])
  }

  @Test func `each and filter drop what is emitted`() throws {
    for work in [Operator.each, .filter] {
      for name in ["same", "split"] {
        let outcome = try LibraryHarness(name, work).run(["a", "b,c"])
        #expect(outcome == LibraryHarness.Outcome())
      }
    }
  }

  @Test(arguments: [(0, "none"), (2, "2"), (1000, "1000")])
  func `a map that does not emit one element fails`(_ times: Int64, _ said: String) throws {
    let outcome = try LibraryHarness("times", .map, ["number": .integer(times)]).run(["a", "b"])
    let message = "a map emits one element for each, and `times` emitted \(said)"
    #expect(outcome == LibraryHarness.Outcome(failures: [0: message, 1: message]))
  }

  @Test(arguments: [Operator.map, .flatMap])
  func `an element that is begun must be ended`(_ work: Operator) throws {
    let outcome = try LibraryHarness("begins", work).run(["a", ""])
    let message = "`begins` wrote a part of an element and did not end it"
    #expect(outcome == LibraryHarness.Outcome(failures: [0: message, 1: message]))
  }

  @Test(arguments: [Operator.map, .flatMap])
  func `bytes without an address are a failure`(_ work: Operator) throws {
    let outcome = try LibraryHarness("nowhere", work).run(["a"])
    #expect(outcome == LibraryHarness.Outcome(failures: [0: "`nowhere` emitted bytes at NULL"]))
  }

  @Test(arguments: ["vast", "vast.negative"], [Operator.map, .flatMap])
  func `a call that emits too much is refused and fails`(_ name: String, _ work: Operator) throws {
    let outcome = try LibraryHarness(name, work).run(["a", "b"], slices: [2])
    let message = "`\(name)` emitted more than 1 GiB for one element"
    #expect(outcome == LibraryHarness.Outcome(failures: [0: message, 1: message]))
  }

  @Test(arguments: [Operator.flatMap, .each, .filter])
  func `a call that emits without end is refused once the run is over`(_ work: Operator) throws {
    let harness = try LibraryHarness("endless", work)
    harness.stop.open()
    let outcome = try harness.run(["a"], slices: [1])
    #expect(
      outcome
        == LibraryHarness.Outcome(failures: [0: "the run was stopped while `endless` emitted"])
    )
  }

  @Test(arguments: Operator.ofPlugins)
  func `what is no result is a failure`(_ work: Operator) throws {
    for number in [2, -2, Int64(Int32.max)] {
      let outcome = try LibraryHarness("result", work, ["number": .integer(number)]).run(["a"])
      #expect(
        outcome.failures == [0: "`result` returned \(number), which is no swpipe_result"]
      )
    }
  }

  @Test(arguments: [true, false])
  func `element_index comes where the manifest asks for it`(_ asks: Bool) throws {
    var harness = try LibraryHarness("index", .map)
    harness.transform.needsElementIndex = asks
    harness.type = .json
    let outcome = try harness.run(["1", "2", "3"])
    #expect(
      outcome.texts == (asks ? ["json 0", "json 1", "json 2"] : ["json-", "json-", "json-"])
    )
  }

  @Test func `element_index has a number more behind a flat_map`() throws {
    let source = LibraryHarness.batch([Array("a,b".utf8), Array("c".utf8)])
    var transform = try LibraryHarness("split", .flatMap).start()
    var output = BatchBuilder()
    let slice = Slice(source, 0..<2)
    output.begin(slice, for: .flatMap, type: .text)
    // On a busy machine it may return after one element.
    while output.position < 2 { try transform.apply(slice, into: &output) }
    try LibraryHarness.end(&transform, nil)
    let split = output.freeze()
    let nested = try #require(split)
    var harness = try LibraryHarness("index", .map)
    harness.transform.needsElementIndex = true
    var index = try harness.start()
    var shown = BatchBuilder()
    let part = Slice(nested, 1..<3)
    shown.begin(part, for: .map, type: .text)
    while shown.position < 3 { try index.apply(part, into: &shown) }
    try LibraryHarness.end(&index, nil)
    withExtendedLifetime((source, nested)) {}
    let indices = shown.freeze()
    let batch = try #require(indices)
    let result = Slice(batch, 0..<batch.count)
    let text = result.withBytes { String(decoding: $0, as: UTF8.self) }
    #expect(text == "text 0 1\ntext 1 0\n")
  }
}
