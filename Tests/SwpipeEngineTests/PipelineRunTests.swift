import SwpipeCore
import Synchronization
import Testing

@testable import SwpipeEngine

@Suite(.timeLimit(.minutes(5)))
struct PipelineRunTests {
  /// A stage's kind, workers and maxsize.
  struct Shape: CustomTestStringConvertible {
    var kind: WorkerKind
    var workers: Int
    var maxsize: Int

    var testDescription: String { "\(kind), \(workers) workers, maxsize \(maxsize)" }
  }

  static let shapes = Effort.some(
    of: [WorkerKind.thread, .task].flatMap { kind in
      [1, 2, 7].flatMap { workers in
        [0, 1, 4, 1000].map { Shape(kind: kind, workers: workers, maxsize: $0) }
      }
    }
  )
  /// The elements of a run that is to show races.
  static let count = Effort.part(of: 3000)

  @Test func `elements pass from source to sink unchanged and in order`() async throws {
    try await offPool {
      let count = Effort.part(of: 10_000)
      var pipeline = Pipeline(count: count, batch: 333)
      let report = try pipeline.run()
      #expect(pipeline.collected.elements == (0..<count).map(String.init))
      #expect(report.exit == .done)
      #expect(report.elementsIn == count)
      #expect(report.elementsOut == count)
      pipeline.count = 0
    }
  }

  @Test(arguments: shapes)
  func `every element of a map comes out once`(shape: Shape) async throws {
    try await offPool {
      var pipeline = Pipeline(count: Self.count, batch: 211)
      pipeline.add("add", kind: shape.kind, workers: shape.workers, maxsize: shape.maxsize)
      pipeline.add("jitter", kind: shape.kind, workers: shape.workers, maxsize: shape.maxsize)
      let report = try pipeline.run()
      let numbers = pipeline.collected.elements.compactMap { Int($0) }.sorted()
      #expect(numbers == Array(1...Self.count))
      #expect(report.exit == .done)
      for stage in report.stages {
        #expect(stage.counts.isBalanced)
        if shape.maxsize > 0 { #expect(stage.maxQueued <= shape.maxsize) }
      }
    }
  }

  @Test(arguments: shapes)
  func `an ordered stage keeps the order whatever its workers`(shape: Shape) async throws {
    try await offPool {
      var pipeline = Pipeline(count: Self.count, batch: 211)
      pipeline.add(
        "jitter",
        kind: shape.kind,
        workers: shape.workers,
        maxsize: shape.maxsize,
        ordered: true
      )
      pipeline.add(
        "slow-jitter",
        kind: shape.kind,
        workers: shape.workers,
        maxsize: shape.maxsize,
        ordered: true
      )
      pipeline.add(
        "triple",
        .flatMap,
        kind: shape.kind,
        workers: shape.workers,
        maxsize: shape.maxsize,
        ordered: true
      )
      _ = try pipeline.run()
      let expected = (0..<Self.count).flatMap { [$0, $0 + 1, $0 + 2] }.map(String.init)
      #expect(pipeline.collected.elements == expected)
    }
  }

  @Test(arguments: shapes)
  func `a filter counts what it drops`(shape: Shape) async throws {
    try await offPool {
      var pipeline = Pipeline(count: 1000, batch: 64)
      pipeline.add(
        "even",
        .filter,
        kind: shape.kind,
        workers: shape.workers,
        maxsize: shape.maxsize
      )
      let report = try pipeline.run()
      #expect(report.stages[0].counts.kept == 500)
      #expect(report.stages[0].counts.filtered == 500)
      #expect(pipeline.collected.elements.count == 500)
    }
  }

  @Test(arguments: [WorkerKind.sync, .thread, .task])
  func `a flat_map appends a number to the element_index`(kind: WorkerKind) async throws {
    try await offPool {
      var pipeline = Pipeline(count: 3, batch: 2)
      pipeline.add("triple", .flatMap, kind: kind)
      pipeline.add("even", .filter, kind: kind)
      let report = try pipeline.run()
      let indices = pipeline.collected.state.withLock { $0.indices.map(\.description) }
      #expect(indices == ["(0, 0)", "(0, 2)", "(1, 1)", "(2, 0)", "(2, 2)"])
      #expect(report.stages[0].counts.emitted == 9)
      #expect(report.stages[0].counts.kept == 3)
    }
  }

  @Test(arguments: shapes)
  func `a branch and merge gives both branches whole`(shape: Shape) async throws {
    try await offPool {
      var pipeline = Pipeline(count: 500, batch: 50)
      pipeline.add("add", id: "a", kind: shape.kind, workers: shape.workers, maxsize: shape.maxsize)
      pipeline.add(
        "add",
        id: "b",
        from: ["a"],
        kind: shape.kind,
        workers: shape.workers,
        maxsize: shape.maxsize
      )
      pipeline.add("even", .filter, id: "c", from: ["a"], kind: .sync)
      pipeline.add(
        "jitter",
        id: "d",
        from: ["b", "c", "b"],
        kind: shape.kind,
        workers: shape.workers,
        maxsize: shape.maxsize
      )
      let report = try pipeline.run()
      let b = (2...501).map { $0 }
      let c = (1...500).filter { $0 % 2 == 0 }
      #expect(
        pipeline.collected.elements.compactMap { Int($0) }.sorted() == (b + b + c).sorted()
      )
      #expect(report.exit == .done)
    }
  }

  @Test(arguments: [WorkerKind.sync, .thread, .task])
  func `take ends an endless source`(kind: WorkerKind) async throws {
    try await offPool {
      var pipeline = Pipeline(count: nil, batch: 10)
      pipeline.add("add", kind: kind, maxsize: kind == .sync ? 0 : 4)
      pipeline.add("take", .filter, kind: kind, argument: 25)
      let report = try pipeline.run()
      #expect(pipeline.collected.elements == (1...25).map(String.init))
      #expect(report.exit == .done)
      #expect(report.stages.allSatisfy { $0.counts.isBalanced })
    }
  }

  @Test(arguments: [WorkerKind.sync, .thread, .task])
  func `take ends a source that has fallen silent`(kind: WorkerKind) async throws {
    try await offPool {
      var pipeline = Pipeline(count: 10, batch: 10, isSilentAtEnd: true)
      pipeline.add("add", workers: 2)
      pipeline.add("take", .filter, kind: kind == .sync ? .thread : kind, argument: 10)
      let report = try pipeline.run()
      #expect(pipeline.collected.elements.count == 10)
      #expect(report.exit == .done)
    }
  }

  @Test func `a sink whose reader has gone ends the run quietly`() async throws {
    try await offPool {
      var pipeline = Pipeline(count: nil, batch: 10)
      pipeline.collected = Collected(failure: (call: 3, .closed))
      pipeline.add("add", workers: 2, maxsize: 10)
      let report = try pipeline.run()
      #expect(report.exit == .done)
      #expect(report.failure == nil)
      #expect(report.stages.allSatisfy { $0.counts.isBalanced })
    }
  }

  @Test(arguments: shapes.filter { $0.maxsize > 0 })
  func `behind a reader that pauses a transform runs at most 1 + maxsize + workers times`(
    shape: Shape
  ) async throws {
    try await offPool {
      let shut = Futex()
      let count = Effort.part(of: 5000)
      var pipeline = Pipeline(count: count, batch: 100)
      pipeline.collected = Collected(gate: shut)
      pipeline.add("gated", kind: shape.kind, workers: shape.workers, maxsize: shape.maxsize)
      pipeline.gate.open()
      let run = try pipeline.prepare()
      let ended = Futex()
      let thread = try WorkerThread(name: "run", events: Parker()) {
        _ = run.run()
        ended.open()
      }
      // Nothing can move any more once the count stands still; the bound holds at every moment.
      var last = -1
      while pipeline.calls.count.load(ordering: .sequentiallyConsistent) != last || last <= 0 {
        last = pipeline.calls.count.load(ordering: .sequentiallyConsistent)
        _ = ended.wait(nanoseconds: 20_000_000)
      }
      #expect(last <= 1 + shape.maxsize + shape.workers)
      #expect(last >= 1)
      shut.open()
      ended.wait()
      #expect(pipeline.collected.elements.count == count)
      _ = thread
    }
  }

  @Test(arguments: [1, 2, 4, 16])
  func `places promised in one queue keep nobody out while another is full`(
    maxsize: Int
  ) async throws {
    try await offPool {
      var pipeline = Pipeline(count: 300, batch: 100)
      pipeline.add("jitter", id: "p", maxsize: maxsize)
      // It needs none of the places in d that are promised to p.
      pipeline.add("take", .filter, id: "none", from: ["p"], kind: .sync, argument: 0)
      pipeline.add("gated", id: "b", from: ["p"], maxsize: 1)
      pipeline.add("jitter", id: "d", from: ["none", "b"], maxsize: maxsize)
      let running = try Running(pipeline.prepare())
      // One element is with b, one in its queue, and p waits with the third.
      while running.kept(by: 1) < 3 { running.pause() }
      for _ in 0..<5 { running.pause() }
      pipeline.gate.open()
      let report = try running.report()
      #expect(report.exit == .done)
      #expect(pipeline.collected.elements.count == 300)
    }
  }

  @Test(arguments: [WorkerKind.thread, .task], [1, 2])
  func `a slow element keeps no place in the next queue`(kind: WorkerKind, maxsize: Int)
    async throws
  {
    try await offPool {
      var pipeline = Pipeline()
      pipeline.count = 50
      pipeline.batch = 50
      pipeline.add("late", kind: kind, workers: 2, maxsize: 1)
      pipeline.add("opener", maxsize: maxsize, argument: 40)
      let running = try Running(pipeline.prepare())
      #expect(try running.report().exit == .done)
      #expect(pipeline.collected.elements.count == 50)
    }
  }

  @Test func `a memory budget of 1 byte slows the source down but ends`() async throws {
    try await offPool {
      var pipeline = Pipeline(count: 2000, batch: 100)
      pipeline.memory = 1
      pipeline.add("add", id: "a", workers: 2)
      pipeline.add("add", id: "b", from: ["a"])
      pipeline.add("jitter", id: "c", from: ["a", "b"], workers: 3, ordered: true)
      let report = try pipeline.run()
      #expect(report.exit == .done)
      #expect(pipeline.collected.elements.count == 4000)
    }
  }

  @Test(arguments: [WorkerKind.thread, .task])
  func `a maxsize at the end of what an integer holds is a limit like any other`(kind: WorkerKind)
    async throws
  {
    try await offPool {
      var pipeline = Pipeline(count: 300, batch: 7)
      pipeline.add("jitter", kind: kind, workers: 3, maxsize: .max, ordered: true)
      pipeline.add("add", kind: kind, workers: 2, maxsize: .max - 1, ordered: true)
      let report = try pipeline.run()
      #expect(report.exit == .done)
      #expect(pipeline.collected.elements == (1...300).map(String.init))
    }
  }

  @Test func `an interrupt drains what is under way`() async throws {
    try await offPool {
      var pipeline = Pipeline(count: 50, batch: 50, isSilentAtEnd: true)
      pipeline.add("gated", workers: 2)
      let run = try pipeline.prepare()
      let ended = Futex()
      let result = Lock<RunReport?>(nil)
      let thread = try WorkerThread(name: "run", events: Parker()) {
        let report = run.run()
        result.withLock { $0 = report }
        ended.open()
      }
      while pipeline.calls.count.load(ordering: .sequentiallyConsistent) < 2 {
        _ = ended.wait(nanoseconds: 1_000_000)
      }
      run.interrupt(.interrupted)
      pipeline.gate.open()
      ended.wait()
      #expect(result.withLock { $0?.exit } == .interrupted)
      #expect(pipeline.collected.elements.count == 50)
      #expect(pipeline.collected.state.withLock { $0.end == .stopped })
      _ = thread
    }
  }

  @Test(arguments: [1, 5], [false, true])
  func `an interrupt drains the queues and not what waits for room in them`(
    maxsize: Int,
    isFused: Bool
  ) async throws {
    try await offPool {
      var pipeline = Pipeline(count: 50, batch: 50, isSilentAtEnd: true)
      // A sync stage runs in the source's thread.
      if isFused { pipeline.add("jitter", kind: .sync) }
      pipeline.add("gated", id: "gated", workers: 2, maxsize: maxsize)
      let running = try Running(pipeline.prepare())
      // As many as there is room for have come in.
      while pipeline.calls.count.load(ordering: .sequentiallyConsistent) < 2 { running.pause() }
      running.run.interrupt(.interrupted, patience: 0)
      // The source has ended when the rest of what it read is counted.
      while running.abandoned == 0 { running.pause() }
      pipeline.gate.open()
      let report = try running.report()
      #expect(report.exit == .interrupted)
      #expect(report.elementsOut == pipeline.collected.elements.count)
      // The two at work, and what stood in the queue; its last place may be filled once more.
      #expect(report.elementsOut >= 2 && report.elementsOut <= 2 + maxsize + 2)
      #expect(report.elementsIn == 50)
      #expect(report.elementsOut + report.total(\.abandoned) == 50)
      #expect(report.stages.allSatisfy { $0.counts.isBalanced })
    }
  }

  @Test func `a second interrupt stops at once and counts what was given up`() async throws {
    try await offPool {
      var pipeline = Pipeline(count: 50, batch: 50, isSilentAtEnd: true)
      pipeline.add("gated", workers: 2)
      let run = try pipeline.prepare()
      let ended = Futex()
      let result = Lock<RunReport?>(nil)
      let thread = try WorkerThread(name: "run", events: Parker()) {
        let report = run.run()
        result.withLock { $0 = report }
        ended.open()
      }
      while pipeline.calls.count.load(ordering: .sequentiallyConsistent) < 2 {
        _ = ended.wait(nanoseconds: 1_000_000)
      }
      run.interrupt(.terminated)
      run.interrupt(.terminated)
      ended.wait()
      let report = try #require(result.withLock { $0 })
      #expect(report.exit == .terminated)
      #expect(report.elementsIn == 50)
      #expect(report.elementsOut + report.total(\.abandoned) == 50)
      _ = thread
    }
  }
}
