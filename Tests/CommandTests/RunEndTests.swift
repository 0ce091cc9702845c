import CommandSupport
import Glibc
import Testing

/// What a run leaves of its files, by how it ended.
@Suite struct RunEndTests {
  private static let passing = "stages:\n  - map: identity\nsink: {file: out.txt}\n"

  /// Waits until a file holds a text.
  private static func wait(for text: String, in name: String, of folder: Folder) async throws {
    try await offPool {
      for _ in 0..<Child.limit / 10 {
        if folder.text(name) == text { return }
        usleep(10_000)
      }
      throw HarnessError("no `\(text)` in \(name) within \(Child.limit / 1000) seconds")
    }
  }

  @Test(arguments: [SIGINT, SIGTERM, SIGHUP])
  func `a signal leaves the old file and keeps the part beside it`(_ signal: Int32) async throws {
    let folder = try Folder(files: ["spec.yaml": Self.passing, "out.txt": "old\n"])
    let child = try await Child(["run", "spec.yaml", "--report", "report.json"], in: folder)
    try await child.send("one\n")
    try await Self.wait(for: "one\n", in: ".out.txt.swpipe-1", of: folder)
    child.signal(signal)
    let outcome = try await child.end()
    #expect(outcome.status == (signal == SIGINT ? 130 : 143), "\(outcome)")
    #expect(folder.text("out.txt") == "old\n")
    #expect(folder.text("out.txt.partial") == "one\n")
    #expect(folder.names == ["out.txt", "out.txt.partial", "report.json", "spec.yaml"])
    #expect(outcome.errors.contains("what was written is in out.txt.partial"), "\(outcome)")
    #expect(folder.text("report.json")?.contains(#""complete": false"#) == true)
  }

  @Test(arguments: ["values: [1]", "range: {start: 1, stop: 2}"])
  func `a signal behind the last element of a source leaves the output complete`(_ source: String)
    async throws
  {
    // All of it runs in the source's own worker, which is told to stop before it reads again.
    let spec = """
      source: {\(source)}
      stages:
        - each: {log: 'got {{ . }}'}
        - map: {sleep: 700ms}
      sink: {file: out.txt}

      """
    let folder = try Folder(files: ["spec.yaml": spec, "out.txt": "old\n"])
    let child = try await Child(["run", "spec.yaml"], in: folder)
    try await child.readErrors(until: "got 1")
    child.signal(SIGINT)
    let outcome = try await child.finish()
    // On a busy machine the run may be over before the signal comes.
    #expect(outcome.status == 130 || outcome.status == 0, "\(outcome)")
    #expect(folder.text("out.txt") == "1\n", "\(outcome)")
    #expect(folder.text("out.txt.partial") == nil)
  }

  @Test(arguments: 0..<12)
  func `a signal at any moment leaves a whole report or none, and no hidden file`(_ moment: Int)
    async throws
  {
    let folder = try Folder(files: ["spec.yaml": Self.passing])
    let child = try await Child(["run", "spec.yaml", "--report", "report.json"], in: folder)
    try await offPool { _ = usleep(useconds_t(moment * 10_000)) }
    child.signal(SIGTERM)
    let outcome = try await child.end()
    // The signal may come before it is taken.
    #expect(outcome.status == 143 || outcome.signal == SIGTERM, "\(outcome)")
    if let report = folder.text("report.json") {
      #expect(report.contains(#""exit": 143"#), "\(report)")
      #expect(report.hasSuffix("}\n"), "\(report)")
    }
    #expect(!folder.names.contains { $0.hasPrefix(".") }, "\(folder.names)")
  }

  @Test(arguments: 0..<12)
  func `a signal right behind the making of the report leaves it whole`(_ attempt: Int) async throws
  {
    let folder = try Folder(files: ["spec.yaml": Self.passing])
    let child = try await Child(["run", "spec.yaml", "--report", "report.json"], in: folder)
    try await offPool {
      for _ in 0..<Child.limit * 10 where folder.text("report.json") == nil { usleep(100) }
    }
    child.signal(SIGTERM)
    let outcome = try await child.end()
    #expect(outcome.status == 143, "\(outcome)")
    #expect(folder.text("report.json")?.hasSuffix("}\n") == true, "\(outcome)")
  }

  @Test func `a signal ends the wait for the reader of a report`() async throws {
    let folder = try Folder(files: ["spec.yaml": Self.passing])
    #expect(mkfifo(folder.path + "/report", 0o600) == 0)
    let child = try await Child(["run", "spec.yaml", "--report", "report"], in: folder)
    // It sleeps in open(2), and nothing else shows that it is there.
    try await offPool { _ = usleep(300_000) }
    child.signal(SIGTERM)
    let outcome = try await child.end()
    #expect(outcome.status == 143 || outcome.signal == SIGTERM, "\(outcome)")
  }

  @Test func `a signal makes a file of an endless source's output where the spec says so`()
    async throws
  {
    let spec = Self.passing.replacing("out.txt", with: "{path: out.txt, on_stop: keep}")
    let folder = try Folder(files: ["spec.yaml": spec, "out.txt": "old\n"])
    let child = try await Child(["run", "spec.yaml"], in: folder)
    try await child.send("one\n")
    try await Self.wait(for: "one\n", in: ".out.txt.swpipe-1", of: folder)
    child.signal(SIGTERM)
    let outcome = try await child.end()
    #expect(outcome.status == 143, "\(outcome)")
    #expect(folder.text("out.txt") == "one\n")
    #expect(folder.names == ["out.txt", "spec.yaml"])
  }

  @Test func `a signal behind the source's end costs the file nothing`() async throws {
    let spec = """
      source: {values: [a, b, c]}
      stages:
        - map: {log: 'read {{ . }}'}
        - {map: {sleep: 500ms}, kind: thread, maxsize: 9}
      sink: {file: out.txt}

      """
    let folder = try Folder(files: ["spec.yaml": spec, "out.txt": "old\n"])
    let child = try await Child(["run", "spec.yaml"], in: folder)
    try await child.readErrors(until: "read c")
    // The source knew of its end before it handed that on.
    child.signal(SIGTERM)
    let outcome = try await child.end()
    #expect(folder.text("out.txt") == "a\nb\nc\n", "\(outcome)")
    #expect(folder.names == ["out.txt", "spec.yaml"])
  }

  @Test(arguments: ["  - filter: {take: 2}\n", ""])
  func `a run that has all it wants of an endless source is complete`(_ take: String) async throws {
    let spec = "stages:\n  - map: identity\n\(take)sink: {file: out.txt}\n"
    let folder = try Folder(files: ["spec.yaml": spec])
    let limit = take.isEmpty ? ["--limit", "2"] : []
    let child = try await Child(["run", "spec.yaml", "--report", "r.json"] + limit, in: folder)
    try await child.send("one\ntwo\nthree\n")
    let outcome = try await child.end()
    #expect(outcome.status == 0, "\(outcome)")
    #expect(folder.text("out.txt") == "one\ntwo\n")
    #expect(folder.text("r.json")?.contains(#""complete": true"#) == true)
  }

  @Test func `a run that fails keeps the part beside the old file`() async throws {
    let spec = "stages:\n  - map: {number.add: 1}\nsink: {file: out.txt}\n"
    let folder = try Folder(files: ["spec.yaml": spec, "out.txt": "old\n"])
    let input = Array("1\n2\nx\n3\n".utf8)
    let outcome = try await Swpipe.run(["run", "spec.yaml"], in: folder, input: input)
    #expect(outcome.status == 65, "\(outcome)")
    #expect(folder.text("out.txt") == "old\n")
    #expect(folder.text("out.txt.partial") == "2\n3\n")
    #expect(outcome.errors.contains("the run failed, so out.txt stays as it was"), "\(outcome)")
  }

  @Test func `the first dead letter of a run moves the file of an earlier one`() async throws {
    let spec = """
      stages:
        - {map: {number.add: 1}, on_error: dead_letter}
      dead_letter: {file: failed.jsonl}

      """
    let folder = try Folder(files: ["spec.yaml": spec])
    for (input, letters, old) in [
      ("1\nx\n", "x", nil), ("2\n", "x", nil), ("y\n", "y", "x"), ("z\n", "z", "x"),
    ] {
      let outcome = try await Swpipe.run(
        ["run", "spec.yaml"],
        in: folder,
        input: Array(input.utf8)
      )
      #expect(outcome.status == (input == "2\n" ? 0 : 1), "\(outcome)")
      let words = #""input":"\#(letters)""#
      #expect(folder.text("failed.jsonl")?.contains(words) == true)
      let before = folder.text("failed.jsonl.old")
      #expect(before?.contains(#""input":"\#(old ?? "")""#) ?? true, "\(before ?? "")")
      #expect((before == nil) == (old == nil))
    }
    #expect(folder.text("failed.jsonl.old.2")?.contains(#""input":"y""#) == true)
  }

  /// A command that may write so few bytes to a file (a block has 512) and one that runs the binary.
  private static func limited(_ arguments: String) -> [String] {
    ["-c", "ulimit -f 8; exec \(Repository.binary) \(arguments)"]
  }

  @Test func `a file that gets larger than it may is an output that failed`() async throws {
    let source = "source: {range: {stop: 100000}}\n"
    let folder = try Folder(files: ["spec.yaml": source + Self.passing])
    let child = try await Child(Self.limited("run spec.yaml"), in: folder, program: "/bin/sh")
    let outcome = try await child.finish()
    #expect(outcome.status == 74, "\(outcome)")
    #expect(outcome.errors.contains("cannot write out.txt: file too large"), "\(outcome)")
    #expect(folder.text("out.txt.partial")?.hasPrefix("0\n1\n") == true)
  }

  @Test(arguments: ["thread", "process"])
  func `a temporary file that gets larger than it may says what limits it`(_ kind: String)
    async throws
  {
    let spec = """
      limits: {memory: 8MiB}
      stages:
        - {flat_map: text.words, on_error: skip, kind: \(kind)}
      sink: discard

      """
    let words = String(repeating: "abcd ", count: 800_000)
    let folder = try Folder(files: ["spec.yaml": spec, "words.txt": words])
    let run = Self.limited("run spec.yaml words.txt")
    let outcome = try await Child(run, in: folder, program: "/bin/sh").finish()
    #expect(outcome.status == 74, "\(outcome)")
    #expect(outcome.errors.contains("could not be written: file too large"), "\(outcome)")
    #expect(outcome.errors.contains("help: raise the limit on the size of files"), "\(outcome)")
  }

  @Test(arguments: ["thread", "process"])
  func `an appended file that gets larger than it may ends the run once`(_ kind: String)
    async throws
  {
    let spec = """
      source: {range: {stop: 100000}}
      stages:
        - each: file.append
          kind: \(kind)
          on_error: skip
          on_start: {file: {file: out.txt}}
      sink: discard

      """
    let folder = try Folder(files: ["spec.yaml": spec])
    let child = try await Child(Self.limited("run spec.yaml"), in: folder, program: "/bin/sh")
    let outcome = try await child.finish()
    #expect(outcome.status == 69, "\(outcome)")
    #expect(outcome.errors.contains("cannot append to out.txt: file too large"), "\(outcome)")
    #expect(!outcome.errors.contains("SIGXFSZ"), "\(outcome)")
  }
}
