import SwpipeCore
import Testing

@Suite struct PlanCodecTests {
  private func plan(_ argument: Argument) -> Plan {
    let place = SourcePlace(file: "spec.yaml", line: 1, column: 1)
    let sink = SinkPlan(
      id: "sink",
      inputs: [],
      component: "stdout",
      arguments: Arguments(["x": argument]),
      place: place
    )
    return Plan(name: "p", sources: [], stages: [], sinks: [sink])
  }

  @Test func `any plan is the same after both ways, and so are its bytes`() throws {
    for seed in 0..<200 as Range<UInt64> {
      var random = RandomPlan(seed: seed)
      let plan = random.plan()
      let bytes = PlanCodec.encode(plan)
      let decoded = try PlanCodec.decode(bytes)
      #expect(decoded == plan, "seed \(seed)")
      #expect(PlanCodec.encode(decoded) == bytes, "seed \(seed)")
    }
  }

  @Test func `every bit of a double arrives`() throws {
    let signalling = Double(bitPattern: 0xfff0_0000_0000_0001)
    for number in [0.0, -0.0, .nan, signalling, .infinity, .leastNonzeroMagnitude, 0.1 + 0.2] {
      let decoded = try PlanCodec.decode(PlanCodec.encode(plan(.number(number))))
      guard case .number(let result)? = decoded.sinks.first?.arguments.values["x"] else {
        Issue.record("\(number) became something else")
        continue
      }
      #expect(result.bitPattern == number.bitPattern)
    }
  }

  @Test func `texts arrive scalar by scalar`() throws {
    // Equal as texts, but not the same.
    for text in ["e\u{301}", "\u{e9}", "\r\n", "\u{0}", "bits:7ff0000000000000"] {
      let decoded = try PlanCodec.decode(PlanCodec.encode(plan(.text(text))))
      guard case .text(let result)? = decoded.sinks.first?.arguments.values["x"] else {
        Issue.record("\(text) became something else")
        continue
      }
      #expect(Array(result.unicodeScalars) == Array(text.unicodeScalars))
    }
  }

  @Test func `a hundred lists within each other arrive`() throws {
    var value = Value.integer(1)
    for _ in 0..<100 { value = .list([value]) }
    let plan = plan(.value(value))
    #expect(try PlanCodec.decode(PlanCodec.encode(plan)) == plan)
  }

  @Test func `bytes that are cut or changed are refused`() throws {
    let bytes = PlanCodec.encode(plan(.text("a")))
    for count in 0..<bytes.count {
      #expect(throws: RunFailure.self) { try PlanCodec.decode(Array(bytes.prefix(count))) }
    }
    for wrong in ["null", "[]", "{}", "{\"name\": 1}", "{\"name\": \"a\"} x"] {
      #expect(throws: RunFailure.self) { try PlanCodec.decode(Array(wrong.utf8)) }
    }
    let deep = Array(repeating: UInt8(ascii: "["), count: 100_000)
    #expect(throws: RunFailure.self) { try PlanCodec.decode(deep) }
  }
}
