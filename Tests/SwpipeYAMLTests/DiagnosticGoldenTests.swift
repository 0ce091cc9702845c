import GoldenSupport
import SwpipeCore
import SwpipeYAML
import Testing

@Suite struct DiagnosticGoldenTests {
  /// The groups whose findings are complete when the text has been composed.
  private static let yamlCodes: Set<String> = Set(
    DiagnosticCode.allCases.map(\.rawValue).filter {
      $0.hasPrefix("yaml-") || $0 == "duplicate-key" || $0 == "forgotten-quotes"
    }
  )

  private static let folder = GoldenFolder("diagnostics")

  private static func render(_ golden: GoldenFolder.Case) -> String {
    let (source, unreadable) = SourceText.reading(bytes: golden.input, name: golden.name)
    let diagnostics =
      unreadable.isEmpty ? YAMLDocument.compose(source).diagnostics : unreadable
    return DiagnosticRenderer().render(diagnostics)
  }

  @Test(arguments: folder.cases.filter { yamlCodes.contains($0.group) })
  func `each golden is what composing its file says`(golden: GoldenFolder.Case) {
    if let mismatch = Self.folder.check(golden, Self.render) {
      Issue.record("\(mismatch)")
    }
  }

  @Test(arguments: folder.cases.filter { yamlCodes.contains($0.group) })
  func `each golden shows the code of its folder`(golden: GoldenFolder.Case) {
    let shown = Self.render(golden)
    #expect(shown.contains("[\(golden.group)]"))
  }

  @Test func `every code of this level has a golden`() {
    #expect(Self.yamlCodes.subtracting(Self.folder.groups).isEmpty)
  }
}
