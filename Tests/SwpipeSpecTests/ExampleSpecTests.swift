import SwpipeBuiltins
import SwpipeCore
import SwpipeSpec
import Testing

@Suite struct ExampleSpecTests {
  private static let definitions =
    Builtins.transforms + Builtins.resourceTransforms + Builtins.sources + Builtins.sinks
    + Builtins.resources + Builtins.actions
  private static let examples =
    definitions.flatMap { definition in
      definition.examples.map { Case(name: "\(definition.name): \($0.title)", example: $0) }
    }

  struct Case: Sendable, CustomStringConvertible {
    let name: String
    let example: Example
    var description: String { name }
  }

  @Test(arguments: examples)
  func `the spec of each example has a plan`(golden: Case) {
    let source = SourceText(name: golden.name, bytes: Array(golden.example.spec.utf8))
    let options = SpecOptions(catalog: Builtins.catalog)
    let result = Spec.load(source: source, options: options)
    let findings = DiagnosticRenderer().render(result.diagnostics)
    // An example that shows an error may show one of validation.
    #expect(result.plan != nil || golden.example.error != nil, "\(findings)")
  }
}
