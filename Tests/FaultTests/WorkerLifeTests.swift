import CommandSupport
import Glibc
import Testing

/// What fails in one worker after another, on workers of each kind, in the real binary.
@Suite struct WorkerLifeTests {
  private static let workers = 3
  private static let kinds = ["thread", "task", "process"]
  private static let numbers = (1...40).map { "\($0)\n" }.joined()

  /// Runs a stage with an `on_start` or `on_done` that one worker fails by; all of them can where there
  /// is no such worker.
  private static func run(_ kind: String, _ life: String, _ folder: Folder) async throws
    -> (outcome: Outcome, report: ReportCounts)
  {
    let spec = """
      stages:
        - map: {number.add: 1}
          kind: \(kind)
          workers: \(workers)
          maxsize: 6
          \(life)

      """
    try folder.write(spec, to: "spec.yaml")
    let child = try await Child(["run", "spec.yaml", "--report", "report.json"], in: folder)
    let outcome = try await child.finish(Array(numbers.utf8))
    #expect(try await Child.areWorkersGone(of: [child.number]))
    let report = try #require(ReportCounts(folder.text("report.json")), "\(outcome)")
    #expect(report.unbalanced.isEmpty, "\(outcome)")
    let found = outcome.lines.compactMap { Int($0) }
    #expect(Set(found).count == found.count && Set(found).isSubset(of: 2...41), "\(outcome)")
    if outcome.status == 0 { #expect(found.count == 40, "\(outcome)") }
    return (outcome, report)
  }

  /// A folder in which each worker but one has a place for its file; past the last worker all have.
  private static func folder(without worker: Int, orWith link: String? = nil) throws -> Folder {
    let folder = try Folder()
    for index in 0..<workers where index != worker { try folder.write("", to: "\(index)/log") }
    guard let link, worker < workers else { return folder }
    try folder.write("", to: "\(worker)/other")
    #expect(symlink(link, "\(folder.path)/\(worker)/log") == 0)
    return folder
  }

  private static let file = "{log: {file: {path: '{{ $worker_info.index }}/log'}}}"

  @Test(arguments: kinds, 0...workers)
  func `a resource that cannot start in one worker stops the run with 69`(
    kind: String,
    worker: Int
  ) async throws {
    let (outcome, _) = try await Self.run(
      kind,
      "on_start: \(Self.file)",
      Self.folder(without: worker)
    )
    #expect(outcome.status == (worker < Self.workers ? 69 : 0), "\(outcome)")
    guard worker < Self.workers else { return }
    #expect(outcome.errors.contains("\(worker)/log"), "\(outcome)")
    #expect(outcome.errors.contains("worker: \(worker) (\(kind))"), "\(outcome)")
    #expect(outcome.errors.contains("spec: spec.yaml:6:"), "\(outcome)")
  }

  /// The action fills what the resource writes when it is closed.
  @Test(arguments: kinds, 0...workers)
  func `a resource that cannot be closed in one worker stops the run with 69`(
    kind: String,
    worker: Int
  ) async throws {
    let file = "{log: {file: {path: '{{ $worker_info.index }}/log', buffer: 1MB}}}"
    let (outcome, _) = try await Self.run(
      kind,
      "on_start: \(file)\n    on_done: [{file.append: 'done'}]",
      Self.folder(without: worker, orWith: "/dev/full")
    )
    #expect(outcome.status == (worker < Self.workers ? 69 : 0), "\(outcome)")
    guard worker < Self.workers else { return }
    #expect(outcome.errors.contains("no space left on device"), "\(outcome)")
    #expect(outcome.errors.contains("worker: \(worker) (\(kind))"), "\(outcome)")
  }

  @Test(arguments: kinds, 0...workers)
  func `an action that fails in one worker stops the run with 69, and runs in all`(
    kind: String,
    worker: Int
  ) async throws {
    let folder = try Self.folder(without: Self.workers)
    let (outcome, _) = try await Self.run(
      kind,
      """
      on_start: \(Self.file)
          on_done:
            - {file.append: 'done'}
            - {command: [test, '{{ $worker_info.index }}', -ne, '\(worker)']}
      """,
      folder
    )
    #expect(outcome.status == (worker < Self.workers ? 69 : 0), "\(outcome)")
    for index in 0..<Self.workers {
      #expect(folder.text("\(index)/log") == "done\n", "\(index): \(outcome)")
    }
  }

  @Test(arguments: ["segv", "abort", "kill", "exit"], [1, 2])
  func `whichever element kills its workers is the only one that is lost`(
    way: String,
    workers: Int
  ) async throws {
    for element in 1...6 {
      let folder = try Folder(files: [
        "spec.yaml": """
        stages:
          - map: debug.crash
            with: {on: '\(element)', by: \(way)}
            kind: process
            workers: \(workers)
            on_error: skip

        """
      ])
      let child = try await Child(["run", "spec.yaml", "--report", "report.json"], in: folder)
      let outcome = try await child.finish(Array("1\n2\n3\n4\n5\n6\n".utf8))
      #expect(outcome.status == 0, "\(outcome)")
      let found = outcome.lines.compactMap { Int($0) }.sorted()
      #expect(found == (1...6).filter { $0 != element }, "\(outcome)")
      let report = try #require(ReportCounts(folder.text("report.json")))
      #expect(report.unbalanced.isEmpty, "\(report.unbalanced)")
      #expect(report.count("skipped", of: "debug.crash") == 1)
      #expect(try await Child.areWorkersGone(of: [child.number]))
    }
  }

  @Test(
    arguments: Sanitizer.isOn ? ["debug.hang"] : ["debug.hang", "debug.allocate"],
    [1, 2]
  )
  func `whichever element takes all time or memory is the only one that is lost`(
    transform: String,
    workers: Int
  ) async throws {
    for element in 1...3 {
      let folder = try Folder(files: [
        "spec.yaml": """
        stages:
          - map: {\(transform): '\(element)'}
            kind: process
            workers: \(workers)
            maxsize: 10
            \(transform == "debug.hang" ? "timeout: 200ms" : "memory: 150MB")
            on_error: skip

        """
      ])
      let child = try await Child(["run", "spec.yaml", "--report", "report.json"], in: folder)
      let outcome = try await child.finish(Array("1\n2\n3\n".utf8))
      #expect(outcome.status == 0, "\(outcome)")
      let found = outcome.lines.compactMap { Int($0) }.sorted()
      #expect(found == (1...3).filter { $0 != element }, "\(outcome)")
      let report = try #require(ReportCounts(folder.text("report.json")))
      #expect(report.unbalanced.isEmpty, "\(report.unbalanced)")
      #expect(try await Child.areWorkersGone(of: [child.number]))
    }
  }

  // MARK: The last end

  /// What `on_done` said of a stage's workers: the index of each, and whether it was the last.
  private static func ends(_ outcome: Outcome) -> [(index: Int, isLast: Bool)] {
    outcome.errors.split(separator: "\n").compactMap { line in
      let words = line.split(separator: " ")
      guard words.count == 5, words[2] == "end", let index = Int(words[3]) else { return nil }
      return (index, words[4] == "true")
    }
  }

  private static let end =
    "on_done: [{log: 'end {{ $worker_info.index }} {{ $stage_status.last }}'}]"

  /// The first stage fails at once, while the workers of the second are starting.
  @Test(arguments: kinds, 0..<4)
  func `where a run fails at its start, each worker that started has its end`(
    kind: String,
    round: Int
  ) async throws {
    let folder = try Folder(files: [
      "spec.yaml": """
      stages:
        - {id: first, map: number.add, with: {value: 1}, kind: thread}
        - id: ends
          map: identity
          kind: \(kind)
          workers: 4
          on_start: {mark: {file: 'mark-{{ $worker_info.index }}'}}
          \(Self.end)

      """
    ])
    let child = try await Child(["run", "spec.yaml"], in: folder)
    let outcome = try await child.finish(Array("no number\n".utf8))
    #expect(outcome.status == 65, "\(outcome)")
    let ends = Self.ends(outcome)
    let started = (0..<4).filter { folder.text("mark-\($0)") != nil }
    #expect(ends.map { $0.index }.sorted() == started, "\(outcome)")
    #expect(ends.count { $0.isLast } == (ends.isEmpty ? 0 : 1), "\(outcome)")
  }

  @Test(arguments: kinds, 0..<workers)
  func `where one worker cannot start, one of the others is the last`(
    kind: String,
    worker: Int
  ) async throws {
    let folder = try Self.folder(without: worker)
    let (outcome, _) = try await Self.run(
      kind,
      "on_start: \(Self.file)\n    \(Self.end)",
      folder
    )
    #expect(outcome.status == 69, "\(outcome)")
    let ends = Self.ends(outcome)
    #expect(!ends.contains { $0.index == worker }, "\(outcome)")
    #expect(Set(ends.map { $0.index }).count == ends.count, "\(outcome)")
    #expect(ends.count { $0.isLast } == (ends.isEmpty ? 0 : 1), "\(outcome)")
  }

  /// Its resources are there by then, so it has an end.
  @Test(arguments: kinds)
  func `a worker whose transform cannot be made has its end`(kind: String) async throws {
    let folder = try Folder(files: [
      "spec.yaml": """
      stages:
        - filter: table.contains
          kind: \(kind)
          workers: 3
          on_start: {pairs: {table: {key: [a, b], rows: [{a: 1, b: 2}]}}}
          \(Self.end)

      """
    ])
    let outcome = try await Child(["run", "spec.yaml"], in: folder).finish(Array("1\n".utf8))
    #expect(outcome.errors.contains("the table has 2 key columns"), "\(outcome)")
    let ends = Self.ends(outcome)
    #expect(!ends.isEmpty && Set(ends.map { $0.index }).count == ends.count, "\(outcome)")
    #expect(ends.count { $0.isLast } == 1, "\(outcome)")
  }
}
