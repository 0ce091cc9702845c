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
      outcome.errors.contains("1 elements of standard input failed in the stage `tow`"),
      "\(outcome)"
    )
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
