import SwpipeCore
import Testing

@testable import SwpipeBuiltins

@Suite struct CounterTests {
  @Test func `no worker's addition is lost`() async {
    let counter = Counter(5)
    await withTaskGroup(of: Void.self) { group in
      for worker in 1...8 {
        group.addTask { for _ in 0..<5000 { _ = counter.add(Int64(worker)) } }
      }
    }
    #expect(counter.value == 5 + 36 * 5000)
  }

  @Test func `past 64 bits nothing is added`() {
    let counter = Counter(.max - 1)
    #expect(counter.add(1) == .max)
    #expect(counter.add(1) == nil)
    #expect(counter.value == .max)
    #expect(counter.value(at: []) == .integer(.max))
    #expect(counter.value(at: [.name("x")]) == nil)
  }

  @Test func `elements get the sum, and what is no number is an error`() throws {
    let by = Template(parts: [.element([.name("n")])])
    var harness = try Harness(
      "counter.add",
      .map,
      ["by": .template(by), "into": .path([.name("sum"), .name("all")])]
    )
    harness.inputType = .json
    let counter = Counter(0)
    harness.resources = ["sum": counter]
    let outcome = try harness.runOnce([#"{"n":2}"#, #"{"n":"x"}"#, #"{ "n": -5 }"#, #"{"n":1.5}"#])
    #expect(outcome.texts == [#"{"n":2,"sum":{"all":2}}"#, #"{ "n": -5,"sum":{"all":-3} }"#])
    #expect(outcome.failures[1] == #"`by` is "x", which is no whole number"#)
    #expect(outcome.failures[3] == #"`by` is "1.5", which is no whole number"#)
    #expect(counter.value == -3)
  }

  @Test func `a bound by that is no number is found before the run`() throws {
    let by = Template(parts: [.literal("1.5")])
    #expect(try Harness("counter.add", .map, ["by": .template(by)]).problems.count == 1)
    #expect(try Harness("counter.add", .map).problems.isEmpty)
  }

  @Test func `the plan says which of two is meant`() throws {
    var harness = try Harness("counter.add", .map)
    let (a, b) = (Counter(0), Counter(0))
    harness.resources = ["a": a, "b": b]
    harness.resourceNames = ["counter": "b"]
    _ = try harness.runOnce(["x"])
    #expect(b.value == 1)
    #expect(a.value == 0)
    harness.resources = [:]
    let none = harness
    #expect(try Started.failure { _ = try none.runOnce(["x"]) }.status == .resource)
  }
}
