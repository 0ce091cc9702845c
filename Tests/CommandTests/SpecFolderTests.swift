import CommandSupport
import GoldenSupport
import Testing

/// Every spec in specs/, with its output compared.
///
/// `Tests/CommandTests/Specs/<name>/` holds `stdin` (where the spec reads it), `stdout`, and each
/// other file that the run is to write.
@Suite struct SpecFolderTests {
  private static let expectations = "Tests/CommandTests/Specs"
  private static let names = Repository.files(below: "specs", suffix: ".yaml")
    .map { String($0.dropFirst("specs/".count).dropLast(".yaml".count)) }
  /// Their elements come out as they are done.
  private static let unordered: Set<String> = ["slow_add1", "merge", "pypeln_guide"]

  @Test(arguments: names)
  func `a spec gives what is expected of it`(_ name: String) async throws {
    let expected = "\(Repository.root)/\(Self.expectations)/\(name)"
    let files = TextFile.names(in: expected)
    #expect(files.contains("stdout"), "\(Self.expectations)/\(name)/stdout is missing")
    let folder = try Folder()
    try folder.linkSpecs()
    let outcome = try await Swpipe.run(
      ["run", "specs/\(name).yaml"],
      in: folder,
      input: TextFile.read("\(expected)/stdin") ?? []
    )
    #expect(outcome.status == 0, "\(outcome)")
    let output = Repository.text("\(Self.expectations)/\(name)/stdout")
    if Self.unordered.contains(name) {
      #expect(outcome.lines.sorted() == output.split(separator: "\n").sorted())
    } else {
      #expect(outcome.text == output)
    }
    for file in files where !["stdin", "stdout"].contains(file) {
      #expect(folder.text(file) == Repository.text("\(Self.expectations)/\(name)/\(file)"))
    }
  }

  /// Nothing is built for them, and nothing installed, as in a fresh clone.
  @Test func `all specs are valid, without warnings`() async throws {
    let folder = try Folder()
    try folder.linkSpecs()
    let outcome = try await Swpipe.run(["validate", "--deny", "warnings", "specs"], in: folder)
    #expect(outcome.status == 0, "\(outcome)")
    #expect(outcome.lines.last == "\(Self.names.count) files, 0 errors")
  }
}
