import CommandSupport
import Glibc
import Testing

/// Each system call that the program makes, failing at each of its uses.
@Suite(.disabled(if: Sanitizer.isOn)) struct SystemCallTests {
  /// A run to fail: a spec that gives 2 to 31 in `out.txt` or on standard output, with blanks
  /// behind them or without.
  struct Scene: CustomTestStringConvertible {
    var name: String
    var spec: String
    /// What the spec reads besides `in.txt` with 1 to 30.
    var files: [String: String] = [:]
    var writesFile = true
    var hasUnnamedFiles = true
    /// The calls that it makes; each of them must be seen to fail.
    var calls: Set<String>
    /// Past the tenth use of a call only each of so many is failed.
    var stride = 1

    var testDescription: String { name }
  }

  static let scenes = [
    Scene(
      name: "files and processes",
      spec: """
        source: {file: in.txt}
        stages:
          - {map: {number.add: 1}, kind: process, workers: 2, maxsize: 10}
          - {filter: {number.greater_than: 0}, kind: thread, on_error: skip}
        sink: {file: out.txt}

        """,
      calls: [
        "open", "read", "write", "send", "poll", "ppoll", "pipe2", "socketpair", "eventfd",
        "posix_spawn", "pthread_create", "rename", "fstat", "waitpid",
      ]
    ),
    Scene(
      name: "streams and tasks",
      spec: """
        stages:
          - map: {number.add: 1}
            kind: task
            workers: 2
            maxsize: 4
            timeout: 10s
          - {id: sorted, ordered: true}

        """,
      writesFile: false,
      calls: ["open", "read", "write", "eventfd", "pthread_create", "fstat"]
    ),
    // What the flat_map holds and what is sorted passes 1 MiB, the least that goes into a file.
    Scene(
      name: "output and a sort that are past what memory may hold",
      spec: """
        limits: {memory: 4MiB}
        source: {file: wide.txt}
        stages:
          - {id: all, flat_map: {text.split: ','}, kind: thread, on_error: skip}
          - {id: low, filter: {text.matches: '^. '}, from: all, kind: thread}
          - {id: high, filter: {text.matches: '^.[0-9]'}, from: all, kind: thread}
          - {ordered: true, from: [low, high]}
        sink: {file: out.txt}

        """,
      files: [
        "wide.txt": (2...31).map { "\($0)" + String(repeating: " ", count: 40_000) }
          .joined(separator: ",")
      ],
      hasUnnamedFiles: false,
      calls: ["open", "read", "write", "mkostemp", "lseek"],
      stride: 4
    ),
    // A table of 1 MiB is mapped.
    Scene(
      name: "a mapped table",
      spec: """
        source: {file: in.txt}
        stages:
          - map: {table.lookup: {key: '{{ . }}', column: value}}
            on_start: {rows: {table: {path: table.csv, key: key}}}
        sink: {file: out.txt}

        """,
      files: [
        "table.csv": "key,value\n" + (1...30).map { "\($0),\($0 + 1)\n" }.joined()
          + "0,\(String(repeating: "x", count: 1 << 20))\n"
      ],
      calls: ["open", "mmap", "fstat"]
    ),
  ]

  /// What the documentation has for runs in which something outside failed.
  private static let failures: Set<Int32> = [66, 69, 70, 74]
  /// More uses of one call than such a run can make.
  private static let mostUses = 300
  private static let numbers = (1...30).map { "\($0)\n" }.joined()
  private static let expected = (2...31).map(String.init)

  /// A call that fails in a scene with an error, or does a part where that is 0.
  struct Fault: CustomTestStringConvertible {
    var scene: Scene
    var call: String
    var number: Int32

    var testDescription: String { "\(call) with \(number) in \(scene.name)" }

    /// Those of each scene that makes the call.
    static func all(_ errors: [(call: String, number: Int32)]) -> [Fault] {
      scenes.flatMap { scene in
        errors.filter { scene.calls.contains($0.call) }
          .map { Fault(scene: scene, call: $0.call, number: $0.number) }
      }
    }

    /// Runs the scene with one use of the call after the other failing, until there is no such use.
    func strikeEach(_ check: (_ outcome: Outcome, _ nth: Int) -> Void = { _, _ in }) async throws {
      var (nth, strikes) = (1, 0)
      while let outcome = try await run(self, nth: nth) {
        check(outcome, nth)
        strikes += 1
        nth += nth < 10 ? 1 : scene.stride
        try #require(nth < mostUses)
      }
      #expect(strikes > 0, "\(call) never failed in \(scene.name)")
    }
  }

  /// Runs the scene with the n-th use of a call failing; nil where there is no such use.
  private static func run(_ fault: Fault, nth: Int) async throws -> Outcome? {
    let (scene, call, number) = (fault.scene, fault.call, fault.number)
    let files = scene.files.merging(["spec.yaml": scene.spec, "in.txt": numbers]) { $1 }
    let folder = try Folder(files: files)
    let child = try await Child(
      ["run", "spec.yaml", "--report", "report.json"],
      in: folder,
      environment: [
        "LD_PRELOAD": "\(Repository.products)/libSystemCallFaults.so",
        "SWPIPE_FAULT_CALL": call,
        "SWPIPE_FAULT_NTH": "\(nth)",
        "SWPIPE_FAULT_ERRNO": "\(number)",
        "SWPIPE_FAULT_MARK": "\(folder.path)/mark",
        "SWPIPE_FAULT_UNNAMED": scene.hasUnnamedFiles ? "" : "none",
      ]
    )
    let outcome = try await child.finish(scene.writesFile ? [] : Array(numbers.utf8))
    let what: Comment = "use \(nth) of \(call), errno \(number): \(outcome)"
    #expect(outcome.signal == nil, what)
    #expect(try await Child.areWorkersGone(of: [child.number]), what)
    let text = scene.writesFile ? folder.text("out.txt") : outcome.text
    let elements = (text ?? "").split(separator: "\n").map { line in
      String(line.prefix { $0 != " " })
    }
    if outcome.status == 0 {
      #expect(elements.sorted() == expected.sorted(), what)
    } else {
      #expect(failures.contains(outcome.status ?? -1), what)
      #expect(outcome.errors.contains("error: ") || outcome.errors.contains("cannot "), what)
      #expect(Set(elements).count == elements.count, what)
      #expect(Set(elements).isSubset(of: expected), what)
      // A file is complete, as where only the report could not be written, or not there at all.
      let isWhole = text == nil || elements.sorted() == expected.sorted()
      #expect(!scene.writesFile || isWhole, what)
    }
    if let report = ReportCounts(folder.text("report.json")) {
      #expect(report.unbalanced.isEmpty, what)
    }
    return folder.text("mark") == nil ? nil : outcome
  }

  private static let errors: [(call: String, number: Int32)] = [
    ("open", EMFILE), ("read", EIO), ("write", ENOSPC), ("send", ENOBUFS), ("poll", ENOMEM),
    ("ppoll", ENOMEM), ("pipe2", EMFILE), ("socketpair", EMFILE), ("eventfd", EMFILE),
    ("posix_spawn", EAGAIN), ("pthread_create", EAGAIN), ("mmap", ENOMEM), ("rename", EACCES),
    ("mkostemp", EACCES), ("lseek", ESPIPE), ("fstat", EIO),
  ]
  private static let passing: [(call: String, number: Int32)] = [
    ("read", EINTR), ("write", EINTR), ("send", EINTR), ("poll", EINTR), ("ppoll", EINTR),
    ("waitpid", EINTR), ("read", 0), ("write", 0), ("send", 0),
  ]

  @Test func `each call that can fail does so in a scene`() {
    let made = Self.scenes.reduce(into: Set()) { $0.formUnion($1.calls) }
    #expect(Set((Self.errors + Self.passing).map(\.call)) == made)
  }

  @Test(arguments: Fault.all(errors))
  func `whatever fails, the run ends with a message and what is there is whole`(
    _ fault: Fault
  ) async throws {
    try await fault.strikeEach()
  }

  @Test(arguments: Fault.all(passing))
  func `a call that is interrupted or does a part is made again`(_ fault: Fault) async throws {
    try await fault.strikeEach { outcome, nth in
      #expect(outcome.status == 0, "use \(nth) of \(fault.call): \(outcome)")
    }
  }
}
