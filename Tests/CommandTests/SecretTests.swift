import CommandSupport
import Testing

/// Values that may come out in the data and nowhere else.
@Suite struct SecretTests {
  private static let value = "wolverine/77 \"x\""
  private static let encoded = "wolverine%2F77"

  /// Whether a text shows the value in a form that a person could read.
  private static func isShown(_ text: String) -> Bool {
    text.contains("wolverine") || text.contains("d29sdmVyaW5l")
  }

  @Test(arguments: ["sync", "thread", "task", "process"])
  func `a secret is in the output and in no message, report or error of a dead letter`(
    _ kind: String
  ) async throws {
    let folder = try Folder(files: [
      "spec.yaml": """
      name: hidden
      secrets: [TOKEN]
      defaults: {kind: \(kind)}
      stages:
        - map: {text.prefix: '${TOKEN}|'}
        - {id: shown, each: {log: 'token ${TOKEN} of {{ . }}'}}
        - filter: {text.starts_with: '${TOKEN}|'}
          on_done: [{log: 'done with ${TOKEN}'}]
        - {id: numbers, map: number.parse, on_error: dead_letter, from: text.starts_with}
      sinks:
        all: {from: text.starts_with, stdout: {}}
        none: {from: numbers, discard: {}}
      dead_letter: {file: letters.jsonl}
      """,
      "secrets.env": "# of the tests\n\nTOKEN=\(Self.value)\n",
    ])
    let outcome = try await Swpipe.run(
      ["run", "spec.yaml", "--secrets", "secrets.env", "--report", "r.json"],
      in: folder,
      input: Array("a\nb\n".utf8)
    )
    #expect(outcome.status == 1, "\(outcome)")
    #expect(outcome.lines.sorted() == ["\(Self.value)|a", "\(Self.value)|b"], "\(outcome)")
    #expect(!Self.isShown(outcome.errors), "\(outcome)")
    #expect(outcome.errors.contains("token *** of "), "\(outcome)")
    #expect(outcome.errors.contains("done with ***"), "\(outcome)")
    let report = try #require(folder.text("r.json"))
    #expect(!Self.isShown(report), "\(report)")
    let letters = try #require(folder.text("letters.jsonl"))
    for line in letters.split(separator: "\n") {
      let parts = line.split(separator: "\"error\":")
      #expect(parts.count == 2 && !Self.isShown(String(parts[1])), "\(line)")
      #expect(parts[1].contains("***"), "\(line)")
      // The element itself is the user's.
      #expect(parts[0].contains("\"input\":\"wolverine"), "\(line)")
    }
  }

  @Test(arguments: [["plan"], ["plan", "--format", "json"], ["validate"]])
  func `no command that looks at a spec shows a secret`(_ words: [String]) async throws {
    let spec = """
      secrets: [TOKEN]
      stages:
        - map: {text.prefix: 'q=${TOKEN}'}
        - filter: {text.matches: '(${TOKEN}'}
      """
    let fine = try await Swpipe.run(
      words + ["spec.yaml", "--set", "TOKEN=wolverine"],
      in: Folder(files: [
        "spec.yaml": spec.split(separator: "\n").dropLast().joined(separator: "\n")
      ])
    )
    #expect(fine.status == 0 && !Self.isShown(fine.text + fine.errors), "\(fine)")
    let wrong = try await Swpipe.run(
      words + ["spec.yaml", "--set", "TOKEN=wolverine"],
      in: Folder(files: ["spec.yaml": spec])
    )
    #expect(wrong.status != 0 && !Self.isShown(wrong.text + wrong.errors), "\(wrong)")
    #expect((wrong.text + wrong.errors).contains("cannot hold a secret"), "\(wrong)")
  }

  @Test func `an error that ends the run hides a secret, also percent-encoded`() async throws {
    let outcome = try await Swpipe.run(
      ["run", "spec.yaml", "--set", "TOKEN=\(Self.value)"],
      in: Folder(files: ["spec.yaml": "secrets: [TOKEN]\nstages: [{map: number.parse}]\n"]),
      input: Array("https://x/?t=\(Self.encoded)%20%22x%22\n".utf8)
    )
    #expect(outcome.status == 65, "\(outcome)")
    #expect(!Self.isShown(outcome.errors) && outcome.errors.contains("?t=***"), "\(outcome)")
  }

  @Test(arguments: [
    ("TOKEN", "line 1 of s.env is not of the form NAME=value", Int32(2)),
    ("A=1\nexport B=hidden-thing\n", "line 2 of s.env is not of the form", 2),
  ])
  func `a file of secrets that is none is refused without its lines`(
    _ text: String,
    _ message: String,
    _ status: Int32
  ) async throws {
    let folder = try Folder(files: ["spec.yaml": "stages: [{map: identity}]\n", "s.env": text])
    let outcome = try await Swpipe.run(["run", "spec.yaml", "--secrets", "s.env"], in: folder)
    #expect(outcome.status == status && outcome.errors.contains(message), "\(outcome)")
    #expect(!outcome.errors.contains("hidden-thing"), "\(outcome)")
  }

  @Test func `a file of secrets that is not there is told of with 66`() async throws {
    let folder = try Folder(files: ["spec.yaml": "stages: [{map: identity}]\n"])
    let outcome = try await Swpipe.run(["run", "spec.yaml", "--secrets", "none.env"], in: folder)
    #expect(outcome.status == 66 && outcome.errors.contains("none.env"), "\(outcome)")
  }

  @Test func `a plugin's own log is shown without secrets and escape sequences`() async throws {
    let script = #"while read -r l; do printf '\033[31m%s wolverine-7\n' "$l" >&2; echo "$l"; done"#
    let outcome = try await Swpipe.run(
      ["run", "spec.yaml", "--set", "TOKEN=wolverine-7"],
      in: Folder(files: [
        "script.sh": script,
        "spec.yaml": """
        secrets: [TOKEN]
        plugins: [{name: talk, command: [sh, script.sh], framing: lines}]
        stages: [{map: talk}]
        """,
      ]),
      input: Array("a\n".utf8)
    )
    #expect(outcome.status == 0 && outcome.lines == ["a"], "\(outcome)")
    #expect(outcome.errors.contains("␛[31ma ***"), "\(outcome)")
    #expect(!outcome.errors.contains("\u{1B}") && !Self.isShown(outcome.errors), "\(outcome)")
  }

  @Test(arguments: ["sync", "thread", "task", "process"])
  func `what a command of on_done writes is shown without secrets and escape sequences`(
    _ kind: String
  ) async throws {
    // 180 KB without an end, so that a line is cut, and in the middle of the value.
    let long = "printf 'wolverine-%.0s' $(seq 18000)"
    let outcome = try await Swpipe.run(
      ["run", "spec.yaml"],
      in: Folder(files: [
        "spec.yaml": """
        secrets: [TOKEN]
        stages:
          - map: identity
            kind: \(kind)
            on_done:
              - {command: [sh, -c, 'printf "\\033[1m%s\\n" wolverine-; echo err wolverine- >&2; \(long.replacing("'", with: "''"))']}
        """
      ]),
      input: Array("a\n".utf8),
      environment: ["TOKEN": "wolverine-"]
    )
    #expect(outcome.status == 0 && outcome.lines == ["a"], "\(outcome)")
    #expect(outcome.errors.contains("␛[1m***\n"), "\(outcome)")
    #expect(outcome.errors.contains("err ***\n"), "\(outcome)")
    let hidden = outcome.errors.filter { $0 == "*" }.count
    #expect(hidden == 3 * 18002, "\(hidden)")
    #expect(!Self.isShown(outcome.errors) && !outcome.errors.contains("lver"), "\(outcome)")
  }

  @Test(arguments: [["plan"], ["list", "--spec"], ["explain", "mark", "--spec"], ["validate"]])
  func `no command starts a plugin with --no-plugins`(_ words: [String]) async throws {
    let folder = try Folder(files: [
      "ran.sh": "echo ran > ran.txt; exec cat",
      "spec.yaml": "plugins: [{name: mark, command: [sh, ran.sh]}]\nstages: [{map: mark}]\n",
    ])
    let outcome = try await Swpipe.run(words + ["spec.yaml", "--no-plugins"], in: folder)
    #expect(folder.text("ran.txt") == nil, "\(outcome)")
    // The same without it does start one, so that this test can fail.
    _ = try await Swpipe.run(words + ["spec.yaml"], in: folder)
    #expect(folder.text("ran.txt") != nil)
  }

  @Test func `escape sequences of a spec's name and description are shown, not sent`() async throws
  {
    let spec = "name: \"a\\e[31mb\"\ndescription: \"c\\ad\"\nstages: [{map: identity}]\n"
    let outcome = try await Swpipe.run("plan", "spec.yaml", files: ["spec.yaml": spec])
    #expect(outcome.text.hasPrefix("a␛[31mb: c␇d\n"), "\(outcome)")
  }
}
