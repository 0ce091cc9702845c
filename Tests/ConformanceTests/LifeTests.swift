import CommandSupport
import Glibc
import Testing

/// `on_start` and `on_done`: once for each worker, with what they may ask for.
@Suite struct LifeTests {
  /// A stage that counts its elements, marks each start with a file and says all that it knows at
  /// each end.
  private static func stage(_ layout: Layout, _ operation: String = "map: counter.add") -> String {
    """
      - id: f
        \(operation)
        \(layout.keys.replacing(", ", with: "\n    "))
        on_start:
          seen: {counter: {start: 7}}
          mark: {file: 'started-{{ $worker_info.index }}'}
        on_done:
          - log: >-
              {{ $worker_info.index }} {{ $worker_info.kind }} {{ $worker_info.stage }}
              {{ $seen }} {{ $stage_status.in }} {{ $stage_status.active_workers }}
              {{ $stage_status.done }} {{ $stage_status.last }}

    """
  }

  /// What one worker said at its end.
  private struct End {
    let worker: Int
    let kind: Substring
    let stage: Substring
    let seen: Int
    let stageIn: Int
    let activeWorkers: Int
    let isDone: Bool
    let isLast: Bool

    init(_ line: Substring) throws {
      let words = line.split(separator: " ")
      try #require(words.count == 8, "\(line)")
      worker = try #require(Int(words[0]))
      (kind, stage) = (words[1], words[2])
      seen = try #require(Int(words[3]))
      stageIn = try #require(Int(words[4]))
      activeWorkers = try #require(Int(words[5]))
      (isDone, isLast) = (words[6] == "true", words[7] == "true")
    }
  }

  private static func starts(_ run: Pipeline) -> [Int] {
    run.folder.names.compactMap { name in
      name.hasPrefix("started-") ? Int(name.dropFirst("started-".count)) : nil
    }.sorted()
  }

  @Test(arguments: Layout.all(), [0, 60])
  func `each worker starts once, and tells at its end what it did`(
    _ layout: Layout,
    _ count: Int
  ) async throws {
    let run = try await Pipeline.run(
      "stages:\n" + Self.stage(layout),
      input: (0..<count).map { "\($0)\n" }.joined()
    )
    #expect(run.numbers.sorted() == Array(0..<count))
    let ends = try run.log("f").map(End.init)
    #expect(ends.map(\.worker).sorted() == Array(0..<layout.workers))
    #expect(Self.starts(run) == Array(0..<layout.workers))
    #expect(ends.allSatisfy { $0.kind == layout.kind.rawValue && $0.stage == "f" })
    // on_done has the very resources that the transform had.
    #expect(ends.reduce(0) { $0 + $1.seen - 7 } == count)
    #expect(ends.map(\.activeWorkers).sorted() == Array(0..<layout.workers))
    for end in ends {
      #expect(end.isLast == (end.activeWorkers == 0) && end.isDone == end.isLast)
      #expect(end.stageIn <= count)
    }
    #expect(ends.filter(\.isLast).map(\.stageIn) == [count])
  }

  @Test(arguments: WorkerKind.allCases)
  func `an on_done that takes its time is waited for, and one worker is the last`(
    _ kind: WorkerKind
  ) async throws {
    let layout = Layout(kind: kind, workers: 3, maxsize: 4)
    let run = try await Pipeline.run(
      """
      stages:
        - map: identity
          \(layout.keys.replacing(", ", with: "\n    "))
          on_done:
            - command: [sh, -c, 'echo "$SWPIPE_LAST $SWPIPE_LOST" >> ends; sleep 0.2; echo ended >> ends']
      """,
      input: (0..<60).map { "\($0)\n" }.joined()
    )
    #expect(run.numbers.sorted() == Array(0..<60))
    let lines = (run.folder.text("ends") ?? "").split(separator: "\n")
    let workers = kind == .sync ? 1 : layout.workers
    let others = Array(repeating: "false false", count: workers - 1)
    #expect(
      lines.filter { $0 != "ended" }.map(String.init).sorted() == others + ["true false"]
    )
    #expect(lines.count { $0 == "ended" } == workers)
  }

  @Test(arguments: WorkerKind.queued, Layout.workers)
  func `a sync stage has as many workers as the one that feeds it`(
    _ kind: WorkerKind,
    _ workers: Int
  ) async throws {
    let feeder = Layout(kind: kind, workers: workers, maxsize: 4)
    let run = try await Pipeline.run(
      "stages:\n  - {map: identity, \(feeder.keys)}\n" + Self.stage(Layout(kind: .sync)),
      input: (0..<60).map { "\($0)\n" }.joined()
    )
    let ends = try run.log("f").map(End.init)
    #expect(ends.map(\.worker).sorted() == Array(0..<workers))
    #expect(ends.filter(\.isLast).map(\.activeWorkers) == [0])
    #expect(ends.reduce(0) { $0 + $1.seen - 7 } == 60)
  }

  @Test(arguments: WorkerKind.allCases)
  func `what on_start gives reaches the transform of every worker`(_ kind: WorkerKind)
    async throws
  {
    let layout = Layout(kind: kind, workers: 4, maxsize: 4)
    let operation = "map: {log: '{{ $seen }} {{ $worker_info.index }} {{ $worker_info.stage }}'}"
    let run = try await Pipeline.run(
      "stages:\n" + Self.stage(layout, operation),
      input: (0..<100).map { "\($0)\n" }.joined()
    )
    let said = run.log("f").filter { $0.split(separator: " ").count == 3 }
    #expect(said.count == 100)
    for line in said {
      let words = line.split(separator: " ")
      #expect(words[0] == "7" && words[2] == "f")
      #expect((0..<4).contains(Int(words[1]) ?? -1))
    }
  }

  /// The ways in which a run can end before its input does.
  enum Way: CaseIterable, Sendable {
    case failure
    case closedOutput
    case interrupt
    case twoInterrupts
  }

  @Test(arguments: WorkerKind.allCases, Way.allCases)
  func `on_done runs once for every worker that started, whatever ends the run`(
    _ kind: WorkerKind,
    _ way: Way
  ) async throws {
    let layout = Layout(kind: kind, workers: 3, maxsize: 4)
    let spec = "stages:\n" + Self.stage(layout) + "  - {map: number.add, with: {value: 1}}\n"
    let running = try await Pipeline.start(spec)
    try await running.child.send("1\n2\n3\n")
    try await running.child.readOutput(until: "4\n")
    switch way {
    case .failure: try await running.child.send("x\n")
    case .closedOutput: running.child.closeOutput()
    case .interrupt: running.child.signal(SIGINT)
    case .twoInterrupts:
      running.child.signal(SIGINT)
      // Sooner it would be taken for the first one.
      _ = try await running.child.isOver(within: 250)
      running.child.signal(SIGINT)
    }
    let status: Int32
    switch way {
    case .failure: status = 65
    case .closedOutput: status = 0
    case .interrupt, .twoInterrupts: status = 130
    }
    let run = try await running.end(status: status)
    let ends = try run.log("f").map(End.init)
    #expect(ends.map(\.worker).sorted() == Self.starts(run))
    #expect(!ends.isEmpty)
    #expect(ends.count { $0.isLast } <= 1)
  }

  @Test(arguments: WorkerKind.allCases)
  func `what a resource holds is written although the run fails`(_ kind: WorkerKind) async throws {
    let layout = Layout(kind: kind, workers: 2, maxsize: 4)
    let running = try await Pipeline.start(
      """
      stages:
        - id: kept
          map: file.append
          \(layout.keys.replacing(", ", with: "\n    "))
          on_start: {file: {file: {path: kept.txt, buffer: 1MiB}}}
        - map: {number.add: 1}
      """
    )
    try await running.child.send("1\n2\n3\n")
    try await running.child.readOutput(until: "4\n")
    try await running.child.send("x\n")
    let run = try await running.end(status: 65)
    let lines = (run.folder.text("kept.txt") ?? "").split(separator: "\n")
    #expect(lines.sorted() == ["1", "2", "3", "x"])
  }
}
