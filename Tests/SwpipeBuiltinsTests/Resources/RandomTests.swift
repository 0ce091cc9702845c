import SwpipeCore
import Testing

@testable import SwpipeBuiltins

@Suite struct RandomTests {
  private func numbers(seed: Int64, worker: Int, restarts: Int = 0, stage: String = "s") -> [Double]
  {
    let info = WorkerInfo(index: worker, kind: .thread, stage: stage, restarts: restarts)
    let random = Random(seed: seed, worker: info)
    return (0..<100).map { _ in random.fraction() }
  }

  @Test func `the same worker draws the same numbers, any other one others`() {
    let first = numbers(seed: 1, worker: 0)
    #expect(numbers(seed: 1, worker: 0) == first)
    for other in [
      numbers(seed: 2, worker: 0), numbers(seed: 1, worker: 1),
      numbers(seed: 1, worker: 0, restarts: 1), numbers(seed: 1, worker: 0, stage: "t"),
    ] {
      #expect(Set(other).isDisjoint(with: first))
    }
  }

  @Test func `numbers are evenly spread between 0 and 1`() {
    let random = Random(seed: 0, worker: WorkerInfo(index: 0, kind: .thread, stage: ""))
    var counts = [Int](repeating: 0, count: 10)
    for _ in 0..<100_000 { counts[Int(random.fraction() * 10)] += 1 }
    #expect(counts.allSatisfy { (9_600...10_400).contains($0) })
  }

  @Test func `integers reach both bounds, and the widest bounds work`() throws {
    let random = Random(seed: 0, worker: WorkerInfo(index: 0, kind: .thread, stage: ""))
    #expect(Set((0..<200).map { _ in random.integer(in: -1...2) }) == [-1, 0, 1, 2])
    _ = random.integer(in: .min ... .max)
  }

  @Test func `a stage with resource and bounds gives numbers within them`() throws {
    var harness = try Harness(
      "random.number",
      .map,
      ["min": .integer(-2), "max": .number(-1.5), "into": .path([.name("n")])]
    )
    harness.inputType = .json
    harness.resources = ["r": try Started.resource("random")]
    let texts = try harness.runOnce(Array(repeating: "{}", count: 50)).texts
    #expect(texts.allSatisfy { $0.hasPrefix(#"{"n":-1."#) && $0.hasSuffix("}") })
    #expect(Set(texts).count == 50)
  }

  @Test func `bounds that cannot be are found before the run`() throws {
    let swapped = try Harness("random.number", .map, ["min": .integer(2)])
    #expect(swapped.problems.map(\.message) == ["min is more than max"])
    let broken = try Harness(
      "random.number",
      .map,
      ["max": .number(2.5), "integer": .boolean(true)]
    )
    #expect(broken.problems.count == 1)
  }
}
