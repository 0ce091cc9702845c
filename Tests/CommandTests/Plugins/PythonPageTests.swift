import CommandSupport
import Testing

/// docs/plugins-python.md, done as it is written; its Python blocks are tested in Sources/python/tests.
@Suite struct PythonPageTests {
  @Test func `what leads from nothing to a run does`() throws {
    let folder = try Folder()
    let environment = [
      "PATH=\(Repository.products):/usr/local/bin:/usr/bin:/bin",
      "PYTHONPATH=\(Repository.root)/Sources/python/src",
    ]
    var outputs = 0
    for step in LiteratePage("docs/plugins-python.md").steps {
      switch step {
      case .file(let name, let text): try folder.write(text, to: name)
      // The kit is where PYTHONPATH says, instead of in an environment of its own.
      case .command(_, let text, _) where text.contains("pip install"): break
      case .command(let line, let text, let output):
        let (status, said) = try Compiler.run(
          ["env", "-C", folder.path, "-i"] + environment + ["sh", "-euc", text],
          log: folder.path + "/\(line).log"
        )
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
