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
}
