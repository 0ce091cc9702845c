import Testing

@testable import SwpipeCore

@Suite struct UnitTextTests {
  @Test(arguments: [
    ("0", 0), ("250ms", 250_000_000), ("1.5s", 1_500_000_000), ("1m30s", 90_000_000_000),
    ("1h2m3s4ms5us6ns", 3_723_004_005_006), ("10µs", 10_000), ("5 s", 5_000_000_000),
    ("0s", 0), ("0.25ns", 0),
  ])
  func `durations add up`(text: String, nanoseconds: Int64) throws {
    #expect(try DurationText.nanoseconds(text) == nanoseconds)
  }

  @Test(arguments: [
    "", "5", "s", "-1s", "1.s", ".5s", "1..5s", "1s1s", "30s1m", "1d", "1 m 5", "9999999999h",
    "1e3s",
  ])
  func `what is no duration is refused`(text: String) {
    #expect(throws: UnitProblem.self) { try DurationText.nanoseconds(text) }
  }

  @Test(arguments: [
    ("0", 0), ("1B", 1), ("64KiB", 65_536), ("1.5MB", 1_500_000), ("2 GiB", 2_147_483_648),
    ("5kB", 5_000),
  ])
  func `sizes count bytes`(text: String, bytes: Int) throws {
    #expect(try SizeText.bytes(text) == bytes)
  }

  @Test(arguments: ["", "512", "512M", "1gib", "-1B", "1KiB2B", "99999999TiB"])
  func `what is no size is refused`(text: String) {
    #expect(throws: UnitProblem.self) { try SizeText.bytes(text) }
  }

  @Test(arguments: ["0", "1h2m3s4ms5us6ns", "250ms", "1m30s"])
  func `a duration is written as it was read`(text: String) throws {
    #expect(try DurationText.text(DurationText.nanoseconds(text)) == text)
  }
}
