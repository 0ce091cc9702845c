import CommandSupport
import Glibc
import Testing

/// Each system call that the program makes, failing at each of its uses.
@Suite(.disabled(if: Sanitizer.isOn)) struct SystemCallTests {
  /// A run to fail: a spec that gives 2 to 31 in `out.txt` or on standard output.
  struct Scene: CustomTestStringConvertible {
    var name: String
    var spec: String
    var writesFile: Bool

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
      writesFile: true
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
      writesFile: false
    ),
  ]

  /// What the documentation has for runs in which something outside failed.
  private static let failures: Set<Int32> = [66, 69, 70, 74]
  /// More uses of one call than such a run can make.
  private static let mostUses = 300
  private static let numbers = (1...30).map { "\($0)\n" }.joined()
  private static let expected = (2...31).map(String.init)

  /// Runs the scene with the n-th use of a call failing; nil where there is no such use.
  private static func run(_ scene: Scene, _ call: String, _ number: Int32, nth: Int) async throws
    -> Outcome?
  {
    let folder = try Folder(files: ["spec.yaml": scene.spec, "in.txt": numbers])
    let child = try await Child(
      ["run", "spec.yaml", "--report", "report.json"],
      in: folder,
      environment: [
        "LD_PRELOAD": "\(Repository.products)/libSystemCallFaults.so",
        "SWPIPE_FAULT_CALL": call,
        "SWPIPE_FAULT_NTH": "\(nth)",
        "SWPIPE_FAULT_ERRNO": "\(number)",
        "SWPIPE_FAULT_MARK": "\(folder.path)/mark",
      ]
    )
    let outcome = try await child.finish(scene.writesFile ? [] : Array(numbers.utf8))
    let what: Comment = "use \(nth) of \(call), errno \(number): \(outcome)"
    #expect(outcome.signal == nil, what)
    #expect(try await Child.areWorkersGone(of: [child.number]), what)
    let text = scene.writesFile ? folder.text("out.txt") : outcome.text
    let elements = (text ?? "").split(separator: "\n").map(String.init)
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

  @Test(arguments: scenes, errors)
  func `whatever fails, the run ends with a message and what is there is whole`(
    scene: Scene,
    error: (call: String, number: Int32)
  ) async throws {
    var nth = 1
    while try await Self.run(scene, error.call, error.number, nth: nth) != nil {
      nth += 1
      try #require(nth < Self.mostUses)
    }
  }

  @Test(
    arguments: scenes,
    [
      ("read", EINTR), ("write", EINTR), ("send", EINTR), ("poll", EINTR),
      ("ppoll", EINTR), ("waitpid", EINTR), ("read", 0), ("write", 0), ("send", 0),
    ]
  )
  func `a call that is interrupted or does a part is made again`(
    scene: Scene,
    error: (call: String, number: Int32)
  ) async throws {
    var nth = 1
    while let outcome = try await Self.run(scene, error.call, error.number, nth: nth) {
      #expect(outcome.status == 0, "use \(nth) of \(error.call): \(outcome)")
      nth += 1
      try #require(nth < Self.mostUses)
    }
  }
}
