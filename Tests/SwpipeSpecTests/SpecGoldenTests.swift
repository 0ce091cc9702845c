import GoldenSupport
import SwpipeCore
import SwpipeSpec
import Testing

@Suite struct SpecGoldenTests {
  /// One case for each code at least.
  private static let codes = GoldenFolder("diagnostics")
  /// Further cases, by topic.
  private static let topics = GoldenFolder("spec")
  /// What the layers below find; their own tests hold them.
  private static let ofLayersBelow: Set<String> = Set(
    DiagnosticCode.allCases.map(\.rawValue).filter {
      $0.hasPrefix("yaml-") || ["duplicate-key", "forgotten-quotes"].contains($0)
    }
  )
  private static let ownCases = codes.cases.filter { !ofLayersBelow.contains($0.group) }

  private static func render(_ golden: GoldenFolder.Case) -> String {
    let source = SourceText(name: golden.name, bytes: golden.input)
    let options = CommandLineFixture.options(for: source)
    return DiagnosticRenderer().render(Spec.load(source: source, options: options).diagnostics)
  }

  @Test(arguments: ownCases)
  func `each golden is what loading its spec says`(golden: GoldenFolder.Case) {
    if let mismatch = Self.codes.check(golden, Self.render) { Issue.record("\(mismatch)") }
    #expect(Self.render(golden).contains("[\(golden.group)]"))
  }

  @Test(arguments: topics.cases)
  func `each further golden is what loading its spec says`(golden: GoldenFolder.Case) {
    if let mismatch = Self.topics.check(golden, Self.render) { Issue.record("\(mismatch)") }
  }

  @Test func `every code has a golden`() {
    // A file that is not there has no text to show; the command's tests cover it.
    let exceptions: Set = ["file-unreadable"]
    let all = Set(DiagnosticCode.allCases.map(\.rawValue))
    #expect(all.subtracting(Self.codes.groups).subtracting(exceptions).sorted() == [])
  }

  @Test func `every code has an explanation that is a sentence`() {
    for code in DiagnosticCode.allCases {
      #expect(code.explanation.hasSuffix("."), "\(code.rawValue)")
    }
  }
}
