import CommandSupport
import SwpipeBuiltins
import SwpipeCore
import Testing

/// The examples of all definitions, run by the real binary.
@Suite struct ExampleTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let definition: String
    let example: Example

    var testDescription: String { "\(definition): \(example.title)" }
  }

  private static let definitions =
    Builtins.transforms + Builtins.resourceTransforms + Builtins.sources + Builtins.sinks
    + Builtins.resources + Builtins.actions
  private static let cases = definitions.flatMap { definition in
    definition.examples.map { Case(definition: definition.name, example: $0) }
  }

  @Test(arguments: cases)
  func `an example gives what it says`(_ shown: Case) async throws {
    let example = shown.example
    let outcome = try await Swpipe.run(
      "run",
      "spec.yaml",
      input: example.input,
      files: ["spec.yaml": "swpipe: 1\n" + example.spec]
    )
    if let error = example.error {
      #expect(outcome.errors.contains(error), "\(outcome)")
      #expect(outcome.status != 0, "\(outcome)")
      return
    }
    #expect(outcome.text == example.output, "\(outcome)")
    #expect(outcome.status == 0, "\(outcome)")
  }

  @Test func `every definition has at least three examples`() {
    for definition in Self.definitions {
      #expect(definition.examples.count >= 3, "\(definition.name)")
    }
  }

  @Test func `every summary is one line without a full stop`() {
    for definition in Self.definitions {
      #expect(!definition.summary.hasSuffix("."), "\(definition.name)")
      #expect(!definition.summary.contains("\n"), "\(definition.name)")
    }
  }
}
