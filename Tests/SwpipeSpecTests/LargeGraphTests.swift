import SwpipeBuiltins
import SwpipeCore
import SwpipeSpec
import Testing

@Suite struct LargeGraphTests {
  @Test func `fan-outs that meet again forty times are planned and printed at once`() throws {
    var spec = "stages:\n  - {id: m0, map: identity}\n"
    for number in 1...40 {
      spec += "  - {id: a\(number), map: identity, from: m\(number - 1)}\n"
      spec += "  - {id: b\(number), map: identity, from: m\(number - 1)}\n"
      spec += "  - {id: m\(number), map: identity, from: [a\(number), b\(number)]}\n"
    }
    let source = SourceText(name: "diamonds.yaml", bytes: Array(spec.utf8))
    let result = Spec.load(source: source, options: SpecOptions(catalog: Builtins.catalog))
    let plan = try #require(result.plan)
    #expect(plan.stages.count == 121)
    #expect(PlanText.text(plan).split(separator: "\n").count < 300)
  }

  @Test func `a thousand stages written backwards are planned in the order of the elements`() throws
  {
    var spec = "stages:\n"
    for number in (1..<1_000).reversed() {
      spec += "  - {id: s\(number), map: identity, from: s\(number - 1)}\n"
    }
    spec += "  - {id: s0, map: identity, from: source}\nsink: {from: s999, stdout: {}}\n"
    let source = SourceText(name: "backwards.yaml", bytes: Array(spec.utf8))
    let result = Spec.load(source: source, options: SpecOptions(catalog: Builtins.catalog))
    let plan = try #require(result.plan)
    #expect(plan.stages.map(\.id) == (0..<1_000).map { "s\($0)" })
  }

  @Test
  func
    `five thousand equal stages without ids are named, and printed without a triangle of blanks`()
    throws
  {
    let spec = "stages:\n" + String(repeating: "  - map: identity\n", count: 5_000)
    let source = SourceText(name: "equal.yaml", bytes: Array(spec.utf8))
    let result = Spec.load(source: source, options: SpecOptions(catalog: Builtins.catalog))
    let plan = try #require(result.plan)
    #expect(plan.stages[0].id == "identity")
    #expect(plan.stages[4_999].id == "identity-5000")
    #expect(PlanText.text(plan).utf8.count < 5_000 * 160)
  }

  @Test func `a number that an id has already is passed over`() throws {
    let spec = "stages: [{map: identity}, {id: identity-2, map: identity}, {map: identity}]\n"
    let source = SourceText(name: "names.yaml", bytes: Array(spec.utf8))
    let result = Spec.load(source: source, options: SpecOptions(catalog: Builtins.catalog))
    #expect(result.plan?.stages.map(\.id) == ["identity", "identity-2", "identity-3"])
  }

  @Test(arguments: [1, 2, 3, 4, 5, 6, 7, 8] as [UInt64])
  func `stages keep the order of the spec as far as those that feed them let them`(seed: UInt64)
    throws
  {
    var state = seed
    func random(below limit: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % limit
    }
    // Stage `names[k]` may read those before it in `names`, which stand anywhere in the spec.
    var names = Array(0..<60)
    for index in names.indices { names.swapAt(index, random(below: 60)) }
    var feeders: [Int: [Int]] = [:]
    for (position, name) in names.enumerated() {
      let known = Set((0..<random(below: 4)).map { _ in names[random(below: max(position, 1))] })
      feeders[name] = position == 0 ? [] : known.sorted()
    }
    var spec = "stages:\n"
    for name in 0..<60 {
      let read = feeders[name, default: []].map { "s\($0)" }
      let from = (read.isEmpty ? ["source"] : read).joined(separator: ", ")
      spec += "  - {id: s\(name), map: identity, from: [\(from)]}\n"
    }
    spec += "sink: {from: [\((0..<60).map { "s\($0)" }.joined(separator: ", "))], stdout: {}}\n"

    var expected: [Int] = []
    while expected.count < 60 {
      for name in 0..<60 where !expected.contains(name) {
        if feeders[name, default: []].allSatisfy(expected.contains) { expected.append(name) }
      }
    }
    let source = SourceText(name: "shuffled.yaml", bytes: Array(spec.utf8))
    let result = Spec.load(source: source, options: SpecOptions(catalog: Builtins.catalog))
    let plan = try #require(result.plan)
    #expect(plan.stages.map(\.id) == expected.map { "s\($0)" })
  }

  @Test func `a warning of queues without a limit takes in what any stage on the way reads`() throws
  {
    let spec = """
      sources: {few: {values: [1]}, more: {stdin: {}}}
      stages:
        - {id: a, map: identity, from: few}
        - {id: b, map: identity, from: more}
        - {id: c, map: identity, from: a}
        - {id: bounded, map: {sleep: 1ms}, kind: thread, from: c}
        - {id: d, map: identity, from: [c, b]}
        - {id: e, map: identity}
        - {id: unbounded, map: {sleep: 1ms}, kind: thread}
      sink: {from: [bounded, unbounded], stdout: {}}

      """
    let source = SourceText(name: "queues.yaml", bytes: Array(spec.utf8))
    let result = Spec.load(source: source, options: SpecOptions(catalog: Builtins.catalog))
    let warned = result.diagnostics.filter { $0.code == .unboundedQueue }.map(\.message)
    #expect(warned.count == 1)
    #expect(warned.first?.contains("`unbounded`") == true)
  }
}
