import CommandSupport
import Glibc
import Testing

/// `swpipe replay`: what failed, from its stage on.
@Suite struct ReplayTests {
  private static func letter(_ stage: String, _ input: String) -> String {
    "{\"stage\": \"\(stage)\", \"type\": \"text\", \"input\": \"\(input)\"}\n"
  }

  private static let stages = """
    stages:
      - {id: one, map: {text.suffix: '1'}}
      - {id: two, map: {text.suffix: '2'}}

    """

  @Test(arguments: ["again.jsonl", "-"])
  func `elements go on from the stage that they failed in`(_ argument: String) async throws {
    let letters = Self.letter("two", "a") + Self.letter("one", "b") + Self.letter("two", "c")
    let outcome = try await Swpipe.run(
      "replay",
      "spec.yaml",
      argument,
      input: argument == "-" ? letters : "",
      files: ["spec.yaml": Self.stages, "again.jsonl": letters]
    )
    #expect(outcome.status == 0, "\(outcome)")
    #expect(outcome.lines.sorted() == ["a2", "b12", "c2"], "\(outcome)")
  }

  @Test func `standard input may be longer than a pipe holds`() async throws {
    let letters = (0..<20_000).map { Self.letter($0 % 2 == 0 ? "one" : "two", "\($0)-") }.joined()
    let outcome = try await Swpipe.run(
      "replay",
      "spec.yaml",
      "-",
      input: letters,
      files: ["spec.yaml": Self.stages]
    )
    #expect(outcome.status == 0, "\(outcome.errors)")
    let expected = (0..<20_000).map { "\($0)-" + ($0 % 2 == 0 ? "12" : "2") }
    #expect(outcome.lines.map { String($0) }.sorted() == expected.sorted())
  }

  @Test(arguments: ["again.jsonl", "-"])
  func `a line that is no dead letter is told by its place`(_ argument: String) async throws {
    let letters = Self.letter("one", "a") + "{}\n"
    let outcome = try await Swpipe.run(
      "replay",
      "spec.yaml",
      argument,
      input: argument == "-" ? letters : "",
      files: ["spec.yaml": Self.stages, "again.jsonl": letters]
    )
    #expect(outcome.status == 65, "\(outcome)")
    let name = argument == "-" ? "standard input" : argument
    #expect(outcome.errors.contains("input: \(name):2\n"), "\(outcome)")
  }

  @Test func `a stage that the spec has not ends the command`() async throws {
    let outcome = try await Swpipe.run(
      "replay",
      "spec.yaml",
      "-",
      input: Self.letter("tow", "a"),
      files: ["spec.yaml": Self.stages]
    )
    #expect(outcome.status == 66, "\(outcome)")
    #expect(
      outcome.errors.contains(
        "1 element of standard input failed in the stage `tow`, which the spec does not have"
      ),
      "\(outcome)"
    )
  }

  @Test(arguments: ["failed.jsonl", "-"], [false, true])
  func `what fails again may go to the file that was read`(_ argument: String, _ appends: Bool)
    async throws
  {
    let spec = """
      stages:
        - {id: one, map: {number.add: 1}, on_error: dead_letter}
      sink: {file: out.txt}
      dead_letter: {file: {path: failed.jsonl, append: \(appends)}}

      """
    let letters = Self.letter("one", "1") + Self.letter("one", "x") + Self.letter("one", "2")
    let folder = try Folder(files: ["spec.yaml": spec, "failed.jsonl": letters])
    let input = argument == "-" ? open("\(folder.path)/failed.jsonl", O_RDONLY | O_CLOEXEC) : nil
    let child = try await Child(
      ["replay", "spec.yaml", argument],
      in: folder,
      standardInput: input
    )
    let outcome = try await child.finish()
    #expect(outcome.status == 1, "\(outcome)")
    #expect(outcome.errors.contains("1 element failed and is in the dead letters"), "\(outcome)")
    #expect(folder.text("out.txt") == "2\n3\n")
    let failed = folder.text("failed.jsonl") ?? ""
    if appends {
      #expect(failed.hasPrefix(letters) && failed.count > letters.count, "\(failed)")
      #expect(folder.text("failed.jsonl.old") == nil)
    } else {
      #expect(failed.split(separator: "\n").count == 1, "\(failed)")
      #expect(failed.contains(#""input":"x""#), "\(failed)")
      #expect(folder.text("failed.jsonl.old") == letters)
    }
  }

  @Test func `a file that is not there or no file is an input that fails`() async throws {
    for (argument, words) in [("none.jsonl", "no such file"), (".", "is a directory")] {
      let outcome = try await Swpipe.run(
        "replay",
        "spec.yaml",
        argument,
        files: ["spec.yaml": Self.stages]
      )
      #expect(outcome.status == 66, "\(outcome)")
      #expect(outcome.errors.contains(words), "\(outcome)")
    }
  }

  @Test func `the spec and the dead letters cannot both be standard input`() async throws {
    let outcome = try await Swpipe.run("replay", "-", "-")
    #expect(outcome.status == 2, "\(outcome)")
    #expect(outcome.errors.contains("cannot both be standard input"), "\(outcome)")
  }

  @Test func `the file behind standard input is not written over`() async throws {
    let letters = Self.letter("one", "a")
    let spec = Self.stages + "sink: {file: {path: letters.jsonl, append: true}}\n"
    let folder = try Folder(files: ["spec.yaml": spec, "letters.jsonl": letters])
    let child = try await Child(
      ["replay", "spec.yaml", "-"],
      in: folder,
      standardInput: open("\(folder.path)/letters.jsonl", O_RDONLY | O_CLOEXEC)
    )
    let outcome = try await child.finish()
    #expect(outcome.status == 74, "\(outcome)")
    #expect(outcome.errors.contains("the same file as the input"), "\(outcome)")
    #expect(folder.text("letters.jsonl") == letters)
  }
}
