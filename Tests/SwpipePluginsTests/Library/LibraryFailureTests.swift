import SwpipeCore
import SwpipePlugins
import Testing

/// What a library says of its failures, and how that reaches people.
@Suite struct LibraryFailureTests {
  @Test func `the message of a failed element is the library's`() throws {
    let outcome = try LibraryHarness("fails", .map).run(["no such place", "", "  \n"])
    #expect(
      outcome.failures == [
        0: "no such place", 1: "`fails` failed and said no reason",
        2: "`fails` failed and said no reason",
      ]
    )
  }

  @Test func `a message that is no UTF-8 is repaired`() throws {
    let outcome = try LibraryHarness("fails", .map).run([[0x61, 0xFF, 0x62]])
    #expect(outcome.failures == [0: "a\u{FFFD}b"])
  }

  @Test func `a long message is cut between two characters`() throws {
    let outcome = try LibraryHarness("long", .map).run(["a"])
    let message = try #require(outcome.failures[0])
    #expect(message == String(repeating: "€", count: 8192 / 3) + "…")
  }

  @Test func `what was said of one element is not the failure of another`() throws {
    let outcome = try LibraryHarness("complains", .map).run(["a", "b", "c"], slices: [3])
    #expect(outcome.texts == ["fine", "fine"])
    #expect(outcome.failures == [1: "`complains` failed and said no reason"])
  }

  @Test func `a worker that cannot start stops the run, with the library's reason`() throws {
    let harness = try LibraryHarness("refuses", .map)
    let failure = try #require(throws: RunFailure.self) { _ = try harness.start() }
    #expect(failure.status == .resource)
    #expect(
      failure.message
        == "the plugin `\(harness.path)` cannot start `refuses`: there is no such place"
    )
    let silent = try LibraryHarness("refuses.silently", .map)
    let other = try #require(throws: RunFailure.self) { _ = try silent.start() }
    #expect(other.message.hasSuffix(": swpipe_plugin_start gave NULL and no reason"))
  }

  @Test func `a worker that cannot end is an error of the run, and is freed all the same`() throws {
    let status = StageStatus(activeWorkers: 3, elementsIn: 9, elementsOut: 7, failed: 2, last: true)
    var transform = try LibraryHarness("ends", .map).start()
    let failure = try #require(throws: RunFailure.self) {
      try LibraryHarness.end(&transform, status)
    }
    #expect(failure.status == .resource)
    #expect(
      failure.message.hasSuffix(
        "cannot end `ends`: active 3 in 9 out 7 failed 2 last 1"
      )
    )
    // The second end has nothing left to do.
    try LibraryHarness.end(&transform, status)
    var silent = try LibraryHarness("ends.silently", .map).start()
    let other = try #require(throws: RunFailure.self) { try LibraryHarness.end(&silent, status) }
    #expect(other.message.hasSuffix(": swpipe_plugin_done gave -1 and no reason"))
  }

  @Test func `a worker whose end is another's to tell is only freed`() throws {
    var transform = try LibraryHarness("ends", .map).start()
    try LibraryHarness.end(&transform, nil)
  }
}
