import CommandSupport
import Testing

/// docs/plugins-python.md, done as it is written; its Python blocks are tested in Sources/python/tests.
@Suite struct PythonPageTests {
  private static let environment = [
    "PATH": "\(Repository.products):/usr/local/bin:/usr/bin:/bin", "PYTHONPATH": Tool.pythonPath,
  ]

  /// Runs a command; its exit status, and what it wrote.
  ///
  /// A plugin has ten seconds to say what it offers, in which a busy machine may not have started it. The
  /// page promises nothing for that, so the command is run once more.
  private static func run(_ command: String, in folder: Folder) async throws -> (Int32?, String) {
    var outcome: Outcome
    var tries = 0
    repeat {
      outcome = try await Tool.run(
        ["/bin/sh", "-euc", "exec 2>&1\n" + command],
        in: folder,
        environment: environment
      )
      tries += 1
    } while outcome.text.contains("did not say what it offers within") && tries < 10
    return (outcome.status, outcome.text)
  }

  @Test func `what leads from nothing to a run does`() async throws {
    let folder = try Folder()
    var outputs = 0
    for step in LiteratePage("docs/plugins-python.md").steps {
      switch step {
      case .file(let name, let text): try folder.write(text, to: name)
      // The kit is where PYTHONPATH says, instead of in an environment of its own.
      case .command(_, let text, _) where text.contains("pip install"): break
      case .command(let line, let text, let output):
        let (status, said) = try await Self.run(text, in: folder)
        #expect(status == 0, "docs/plugins-python.md:\(line): \(said)")
        if let output {
          #expect(said == output, "docs/plugins-python.md:\(line)")
          outputs += 1
        }
      }
    }
    #expect(outputs > 0)
  }
}
