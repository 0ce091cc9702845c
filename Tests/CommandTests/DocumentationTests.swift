import CommandSupport
import GoldenSupport
import Testing

@Suite struct DocumentationTests {
  @Test func `the generated pages are those of this program`() async throws {
    let folder = try Folder(files: ["docs/reference/.keep": ""])
    let outcome = try await Swpipe.run(["generate-docs", "docs"], in: folder)
    #expect(outcome.status == 0, "\(outcome)")
    let written = TextFile.names(in: "\(folder.path)/docs/reference").filter { $0 != ".keep" }
    #expect(written.count > 5)
    let current = TextFile.names(in: "\(Repository.root)/docs/reference")
    #expect(Set(current) == Set(written), "docs/reference has other pages than are generated")
    for page in written.map({ "reference/\($0)" }) + ["swpipe.1"] {
      let current = folder.text("docs/\(page)") ?? ""
      #expect(!current.isEmpty)
      #expect(
        current == Repository.text("docs/\(page)"),
        "docs/\(page) is stale; `make docs` writes it anew"
      )
    }
  }

  struct Block: Sendable, CustomTestStringConvertible {
    let page: String
    let line: Int
    let text: String

    var testDescription: String { "\(page):\(line)" }
  }

  /// The blocks marked `yaml` of the pages that people wrote.
  private static let blocks: [Block] = {
    let pages = ["README.md"] + Repository.files(below: "docs", suffix: ".md")
    return pages.filter { !$0.hasPrefix("docs/reference/") }.flatMap { page -> [Block] in
      var blocks: [Block] = []
      var start: Int?
      var text = ""
      let lines = Repository.text(page).split(separator: "\n", omittingEmptySubsequences: false)
      for (number, line) in lines.enumerated() {
        if let opened = start {
          if line == "```" {
            blocks.append(Block(page: page, line: opened, text: text))
            start = nil
          } else {
            text += line + "\n"
          }
        } else if line == "```yaml" {
          start = number + 1
          text = ""
        }
      }
      return blocks
    }
  }()

  @Test(arguments: blocks)
  func `a YAML block of a page is a valid spec`(_ block: Block) async throws {
    // The plugins that a page shows are not there.
    let outcome = try await Swpipe.run("validate", "--no-plugins", "-", input: block.text)
    #expect(outcome.status == 0, "\(block.page):\(block.line)\n\(outcome)")
  }

  @Test func `the README's first spec gives the output that it shows`() async throws {
    let spec = try #require(Self.blocks.first { $0.page == "README.md" }).text
    let readme = Repository.text("README.md")
    let shown = readme.split(separator: "```text\n").dropFirst().first?
      .split(separator: "```").first.map(String.init)
    let folder = try Folder(files: ["errors.yaml": spec])
    try folder.link("specs")
    let outcome = try await Swpipe.run(["run", "errors.yaml", "specs/data/build.log"], in: folder)
    #expect(shown?.hasSuffix(outcome.text) == true, "\(outcome)")
    #expect(!outcome.text.isEmpty)
  }

  @Test func `links between the pages lead somewhere`() {
    for page in ["README.md"] + Repository.files(below: "docs", suffix: ".md") {
      let folder = page.split(separator: "/").dropLast().joined(separator: "/")
      for match in Repository.text(page).matches(of: /\]\(([^)#:]+)(#[^)]*)?\)/) {
        let target = "\(Repository.root)/\(folder)/\(match.1)"
        let isThere = TextFile.read(target) != nil || !TextFile.names(in: target).isEmpty
        #expect(isThere, "\(page) links to \(match.1)")
      }
    }
  }
}
