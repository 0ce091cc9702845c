import GoldenSupport
import SwpipeCore
import SwpipeSpec
import Testing

@Suite struct PlanGoldenTests {
  private static let folder = GoldenFolder("plans")

  /// The plan in the form that the name of the case's folder asks for, or why there is none.
  private static func render(_ golden: GoldenFolder.Case) -> String {
    let source = SourceText(name: golden.name, bytes: golden.input)
    let result = Spec.load(source: source, options: CommandLineFixture.options(for: source))
    guard let plan = result.plan else { return DiagnosticRenderer().render(result.diagnostics) }
    return golden.group == "json" ? PlanJSON.text(plan) : PlanText.text(plan)
  }

  @Test(arguments: folder.cases)
  func `each golden is the plan of its spec`(golden: GoldenFolder.Case) {
    if let mismatch = Self.folder.check(golden, Self.render) { Issue.record("\(mismatch)") }
  }

  @Test(arguments: folder.cases)
  func `each plan is the same after its way to a worker process`(golden: GoldenFolder.Case) throws {
    let source = SourceText(name: golden.name, bytes: golden.input)
    let result = Spec.load(source: source, options: CommandLineFixture.options(for: source))
    guard let plan = result.plan else { return }
    let bytes = PlanCodec.encode(plan)
    #expect(try PlanCodec.decode(bytes) == plan)
    #expect(PlanCodec.encode(try PlanCodec.decode(bytes)) == bytes)
  }
}
