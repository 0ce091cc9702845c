import CommandSupport
import Glibc
import Testing

@Suite struct ValidateTests {
  private static let right = "stages:\n  - map: identity\n"
  private static let wrong = "stages:\n  - map: identiti\n"
  private static let doubtful = "stages:\n  - {map: {sleep: 1ms}, workers: 2}\n"

  @Test func `a folder is searched for specs`() async throws {
    let outcome = try await Swpipe.run(
      "validate",
      "specs",
      files: [
        "specs/a.yaml": Self.right, "specs/deep/b.yml": Self.right, "specs/c.txt": "not a spec",
      ]
    )
    #expect(outcome.text == "2 files, 0 errors\n", "\(outcome)")
    #expect(outcome.status == 0)
  }

  @Test func `a folder without specs is 2`() async throws {
    let outcome = try await Swpipe.run("validate", ".")
    #expect(outcome.errors.contains("no *.yaml or *.yml file"))
    #expect(outcome.status == 2)
  }

  @Test func `errors are 1, with a frame and a way out`() async throws {
    let outcome = try await Swpipe.run(
      "validate",
      "a.yaml",
      "b.yaml",
      files: ["a.yaml": Self.wrong, "b.yaml": Self.right]
    )
    #expect(outcome.text.contains(" --> a.yaml:2:10"), "\(outcome)")
    #expect(outcome.text.contains("did you mean `identity`?"), "\(outcome)")
    #expect(outcome.lines.last == "2 files, 1 error")
    #expect(outcome.status == 1)
  }

  @Test func `a variable that is set and not there is told of, and is denied as a warning`()
    async throws
  {
    let spec = "stages: [{map: {text.prefix: '${GREETING:-hello} ${UNUSED:-${INNER}}'}}]\n"
    let files = ["a.yaml": spec, "b.yaml": Self.right]
    let set = ["--set", "GREETNG=hi", "--set", "INNER=x"]
    let folder = try Folder(files: files)
    let told = try await Swpipe.run(["validate", "a.yaml", "b.yaml"] + set, in: folder)
    #expect(told.status == 0, "\(told)")
    let line = "`--set GREETNG=…` has no effect, there is no `${GREETNG}` in the spec; "
    #expect(told.errors.contains("warning: \(line)did you mean `${GREETING}`?"), "\(told)")
    #expect(!told.errors.contains("INNER"), "\(told)")
    let denied = try await Swpipe.run(
      ["validate", "--deny", "warnings", "a.yaml"] + set,
      in: folder
    )
    #expect(denied.status == 1, "\(denied)")
    let run = try await Swpipe.run(["run", "a.yaml"] + set, in: folder)
    #expect(run.errors.contains(line), "\(run)")
    #expect(run.status == 0, "\(run)")
  }

  @Test func `the short format is a line for each finding`() async throws {
    let outcome = try await Swpipe.run(
      "validate",
      "--format",
      "short",
      "a.yaml",
      files: ["a.yaml": Self.wrong]
    )
    #expect(outcome.lines.count == 2)
    #expect(outcome.text.hasPrefix("a.yaml:2:10: error[unknown-transform]: "), "\(outcome)")
    #expect(outcome.lines[0].hasSuffix("; help: did you mean `identity`?"), "\(outcome)")
  }

  @Test func `the json format is an array and nothing else`() async throws {
    let some = try await Swpipe.run(
      "validate",
      "--format",
      "json",
      "a.yaml",
      files: ["a.yaml": Self.wrong]
    )
    #expect(some.text.hasPrefix("[\n") && some.text.hasSuffix("]\n"), "\(some)")
    #expect(some.text.contains("\"code\": \"unknown-transform\""))
    #expect(some.status == 1)
    let none = try await Swpipe.run(
      "validate",
      "--format",
      "json",
      "a.yaml",
      files: ["a.yaml": Self.right]
    )
    #expect(none.text == "[]\n")
  }

  @Test func `warnings are errors where they are denied`() async throws {
    let files = ["a.yaml": Self.doubtful]
    let passed = try await Swpipe.run("validate", "a.yaml", files: files)
    #expect(passed.lines.last == "1 file, 0 errors, 1 warning", "\(passed)")
    #expect(passed.status == 0)
    let denied = try await Swpipe.run("validate", "--deny", "warnings", "a.yaml", files: files)
    #expect(denied.status == 1)
    #expect(
      denied.lines.last == "1 file, 0 errors, 1 warning, denied by `--deny warnings`",
      "\(denied)"
    )
  }

  @Test func `standard input is checked as -`() async throws {
    let outcome = try await Swpipe.run("validate", "-", input: Self.wrong)
    #expect(outcome.text.contains(" --> -:2:10"), "\(outcome)")
    #expect(outcome.status == 1)
  }

  @Test func `a file that is not there is 66, and the others are checked`() async throws {
    let outcome = try await Swpipe.run(
      "validate",
      "no.yaml",
      "a.yaml",
      files: ["a.yaml": Self.wrong]
    )
    #expect(outcome.text.contains("cannot read no.yaml: no such file or directory"))
    #expect(outcome.text.contains("unknown-transform"))
    #expect(outcome.status == 66)
  }

  @Test(.disabled(if: geteuid() == 0, "root may read everything"))
  func `a folder that cannot be read is 66, and the others are checked`() async throws {
    let folder = try Folder(files: ["specs/a.yaml": Self.right, "specs/locked/b.yaml": Self.right])
    #expect(chmod("\(folder.path)/specs/locked", 0) == 0)
    defer { chmod("\(folder.path)/specs/locked", 0o755) }
    let outcome = try await Swpipe.run(["validate", "specs"], in: folder)
    #expect(outcome.text.contains("cannot read specs/locked: permission denied"), "\(outcome)")
    #expect(outcome.lines.last == "2 files, 1 error")
    #expect(outcome.status == 66)
  }

  @Test func `nothing is opened but the specs`() async throws {
    let spec = "source: {file: /no/such/file}\nstages:\n  - map: identity\nsink: {file: made.txt}\n"
    let folder = try Folder(files: ["a.yaml": spec])
    let outcome = try await Swpipe.run(["validate", "a.yaml"], in: folder)
    #expect(outcome.status == 0, "\(outcome)")
    #expect(folder.names == ["a.yaml"])
  }
}
