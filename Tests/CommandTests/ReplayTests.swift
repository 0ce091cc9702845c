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

  /// What a source says of a row that it could not read.
  private static func row(_ input: String, line: Int, _ columns: String) -> String {
    "{\"stage\": \"source\", \"type\": \"text\", \"input\": \"\(input)\", \"file\": \"old.csv\", "
      + "\"line\": \(line)\(columns.isEmpty ? "" : ", \(columns)")}\n"
  }

  private static func rows(_ arguments: String) -> String {
    """
    source: {file: {path: gone.csv, \(arguments)}, on_error: dead_letter}
    stages:
      - {id: one, map: identity, on_error: dead_letter}
    sink: {file: {path: out.jsonl, format: jsonl}}
    dead_letter: {file: again.jsonl}

    """
  }

  @Test(
    arguments: [
      ("format: csv", #""header": ["id", "a \"b\""]"#, #"{"id":"1","a \"b\"":"2"}"#),
      ("format: csv, columns: [v], types: infer", #""header": ["id", "v"]"#, #"{"v":2}"#),
      ("format: csv, header: none", #""fields": 2"#, #"["1","2"]"#),
      ("format: csv, header: [x, y]", "", #"{"x":"1","y":"2"}"#),
      ("format: csv, header: [x, y]", #""header": ["id", "v"]"#, #"{"x":"1","y":"2"}"#),
      ("format: tsv, delimiter: ','", #""header": ["é", "v"]"#, #"{"é":"1","v":"2"}"#),
    ]
  )
  func `a row is read again as its source reads`(
    _ arguments: String,
    _ columns: String,
    _ expected: String
  ) async throws {
    // One row was mended, one made two, one taken out, and one is none still.
    let letters =
      Self.row("1,2", line: 5, columns) + Self.row("1,2\\n1,2\\n", line: 7, columns)
      + Self.row("", line: 9, columns) + Self.row("1,2,3", line: 11, columns)
      + Self.letter("one", "kept")
    let folder = try Folder(files: ["spec.yaml": Self.rows(arguments), "bad.jsonl": letters])
    let outcome = try await Swpipe.run(
      ["replay", "spec.yaml", "bad.jsonl", "--report", "r.json"],
      in: folder
    )
    #expect(outcome.status == 1, "\(outcome)")
    let written = (folder.text("out.jsonl") ?? "").split(separator: "\n").map { String($0) }
    #expect(written.sorted() == ([expected, expected, expected] + ["\"kept\""]).sorted())
    let again = folder.text("again.jsonl") ?? ""
    #expect(again.contains(#""stage":"source""#) && again.contains(#""input":"1,2,3""#), "\(again)")
    #expect(again.contains(#""file":"old.csv","line":11"#), "\(again)")
    let counts = try #require(ReportCounts(folder.text("r.json")))
    #expect(counts.unbalanced.isEmpty)
    #expect(counts.count("kept", of: "source") == 3 && counts.count("failed", of: "source") == 1)
  }

  @Test func `a row whose columns are not known is told by its place`() async throws {
    let outcome = try await Swpipe.run(
      "replay",
      "spec.yaml",
      "-",
      input: Self.row("1,2", line: 5, ""),
      files: ["spec.yaml": Self.rows("format: csv")]
    )
    #expect(outcome.status == 65, "\(outcome)")
    #expect(outcome.errors.contains("does not say what the columns of its row are"), "\(outcome)")
    #expect(outcome.errors.contains("input: old.csv:5\n"), "\(outcome)")
  }

  @Test func `a source that reads no rows now ends the command`() async throws {
    let outcome = try await Swpipe.run(
      "replay",
      "spec.yaml",
      "-",
      input: Self.row("1,2", line: 5, #""fields": 2"#),
      files: ["spec.yaml": "source: {file: gone.csv}\nstages: [{map: identity}]\n"]
    )
    #expect(outcome.status == 66, "\(outcome)")
    #expect(
      outcome.errors.contains(
        "1 element of standard input is a row of the source `source`, which reads no rows now"
      ),
      "\(outcome)"
    )
  }

  @Test func `what fails again has the file and line that it had`() async throws {
    let spec = """
      stages:
        - {id: one, map: {number.add: 1}, on_error: dead_letter}
      dead_letter: {file: failed.jsonl}

      """
    let folder = try Folder(files: ["spec.yaml": spec])
    var outcome = try await Swpipe.run(
      ["run", "spec.yaml"],
      in: folder,
      input: Array("1\nx\n2\n\ny\n".utf8)
    )
    #expect(outcome.status == 1, "\(outcome)")
    var contents = [folder.text("failed.jsonl")]
    for _ in 0..<3 {
      outcome = try await Swpipe.run(["replay", "spec.yaml", "failed.jsonl"], in: folder)
      #expect(outcome.status == 1, "\(outcome)")
      let letters = folder.text("failed.jsonl") ?? ""
      let places = letters.matches(of: /"file":"standard input","line":(\d)/).map { String($0.1) }
      #expect(places == ["2", "4", "5"], "\(letters)")
      contents.append(letters)
    }
    // No file of dead letters takes the place of another.
    let names = ["failed.jsonl.old", "failed.jsonl.old.2", "failed.jsonl.old.3", "failed.jsonl"]
    #expect(names.map { folder.text($0) } == contents)
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
