import Glibc
import SwpipeCore
import Testing

@testable import SwpipeEngine

/// Worker processes that have a second slice before the first one is answered, and die with both.
@Suite(.timeLimit(.minutes(5))) struct SliceAheadTests {
  /// The frame by which elements that count up are sent.
  private static func slice(_ elements: ClosedRange<Int>) throws -> [UInt8] {
    var frame = FrameWriter(.batch)
    frame.put(false)
    frame.put(0)
    frame.put(0)
    let batch = try #require(Batch.counting(elements.count, from: elements.lowerBound))
    frame.put(Slice(batch, 0..<batch.count))
    return frame.bytes
  }

  /// The answer to it by a process that adds one, and took so long.
  private static func answer(_ elements: ClosedRange<Int>, nanoseconds: Int = 100) throws -> [UInt8]
  {
    let batch = try #require(
      Batch.of(elements.map { (String($0 + 1), [$0]) })
    )
    var output = WorkerOutput(units: 1)
    output.segments = [(0, Segment(batch: batch, range: 0..<batch.count))]
    output.changes[0].kept = batch.count
    var frame = FrameWriter(.result)
    output.put(to: &frame)
    frame.put(false)
    frame.put(nanoseconds)
    return frame.bytes
  }

  private static func size(_ elements: ClosedRange<Int>) throws -> Int {
    try slice(elements).count
  }

  private static func pipeline(_ transform: String = "add", maxsize: Int = 0) -> Pipeline {
    var pipeline = Pipeline(count: 5, batch: 5)
    pipeline.add(transform, kind: .process, maxsize: maxsize)
    return pipeline
  }

  private static func worker(for pipeline: Pipeline, _ lives: [[ScriptedWorker.Step]]) throws
    -> ScriptedWorker
  {
    let plan = PlanCodec.encode(pipeline.plan)
    let order = WorkerOrder.frame(plan: plan, unit: 1, index: 0, restarts: 0)
    return try ScriptedWorker(order: order.bytes.count, lives)
  }

  private static func run(_ pipeline: Pipeline, _ worker: ScriptedWorker) async throws -> RunReport
  {
    var pipeline = pipeline
    pipeline.executable = worker.path
    let run = try pipeline.prepare()
    return try await offPool { try Running(run).report() }
  }

  /// The first element is answered quickly, so that the process gets two slices of two; with both it
  /// dies.
  private static func firstLife() throws -> [ScriptedWorker.Step] {
    [
      .take(try size(0...0)), .say(try answer(0...0)),
      .take(try size(1...2)), .take(try size(3...4)), .die,
    ]
  }

  private static func alone(_ elements: ClosedRange<Int>) throws -> [ScriptedWorker.Step] {
    try elements.flatMap { element -> [ScriptedWorker.Step] in
      [.take(try size(element...element)), .say(try answer(element...element))]
    }
  }

  @Test func `a process that is quick has its next slice before it has answered`() async throws {
    let pipeline = Self.pipeline()
    let worker = try Self.worker(
      for: pipeline,
      [
        [
          .take(try Self.size(0...0)), .say(try Self.answer(0...0)),
          .take(try Self.size(1...2)), .take(try Self.size(3...4)),
          .say(try Self.answer(1...2)), .say(try Self.answer(3...4)),
        ]
      ]
    )
    let report = try await Self.run(pipeline, worker)
    #expect(report.exit == .done, "\(report)")
    #expect(pipeline.collected.elements == (1...5).map(String.init))
    #expect(worker.taken(life: 0, step: 2) == (try Self.slice(1...2)))
    #expect(worker.taken(life: 0, step: 3) == (try Self.slice(3...4)))
  }

  @Test func `a process whose elements take long gets no slice ahead`() async throws {
    let pipeline = Self.pipeline()
    let long = 50_000_000
    let worker = try Self.worker(
      for: pipeline,
      [
        try (0...4).flatMap { element -> [ScriptedWorker.Step] in
          let one = element...element
          return [.take(try Self.size(one)), .say(try Self.answer(one, nanoseconds: long))]
        }
      ]
    )
    let report = try await Self.run(pipeline, worker)
    #expect(report.exit == .done, "\(report)")
    #expect(pipeline.collected.elements == (1...5).map(String.init))
    for element in 0...4 {
      #expect(worker.taken(life: 0, step: element * 2) == (try Self.slice(element...element)))
    }
  }

  @Test(arguments: [false, true])
  func `what a process had that died with two slices is tried again one at a time`(
    isOrdered: Bool
  ) async throws {
    var pipeline = Self.pipeline()
    pipeline.stages[0].isOrdered = isOrdered
    let worker = try Self.worker(for: pipeline, [try Self.firstLife(), try Self.alone(1...4)])
    let report = try await Self.run(pipeline, worker)
    #expect(report.exit == .done, "\(report)")
    #expect(pipeline.collected.elements == (1...5).map(String.init))
    #expect(report.stages[0].counts.isBalanced)
    #expect(worker.lives == 2)
    for (step, element) in zip([0, 2, 4, 6], 1...4) {
      #expect(worker.taken(life: 1, step: step) == (try Self.slice(element...element)))
    }
  }

  @Test func `one that answered the first of them before it died has that counted`() async throws {
    let pipeline = Self.pipeline()
    let worker = try Self.worker(
      for: pipeline,
      [
        Array(try Self.firstLife().dropLast()) + [.say(try Self.answer(1...2)), .die],
        try Self.alone(3...4),
      ]
    )
    let report = try await Self.run(pipeline, worker)
    #expect(report.exit == .done, "\(report)")
    #expect(pipeline.collected.elements == (1...5).map(String.init))
    #expect(worker.taken(life: 1, step: 0) == (try Self.slice(3...3)))
  }

  /// An element of the first slice has killed one process already, with others; one of the second has
  /// not, and kills two alone.
  @Test(arguments: [(2, 2), (4, 3)])
  func `one of them that no process survives is skipped, and the others are done`(
    deadly: Int,
    lives: Int
  ) async throws {
    var pipeline = Self.pipeline()
    pipeline.stages[0].onError = ErrorPolicy(then: .skip)
    let before = deadly == 1 ? [] : try Self.alone(1...deadly - 1)
    let kill: [ScriptedWorker.Step] = [.take(try Self.size(deadly...deadly)), .die]
    let after = deadly == 4 ? [] : try Self.alone(deadly + 1...4)
    var script = [try Self.firstLife(), before + kill]
    if deadly > 2 { script.append(kill) }
    script.append(after)
    let worker = try Self.worker(for: pipeline, script)
    let report = try await Self.run(pipeline, worker)
    #expect(report.exit == .done, "\(report)")
    let rest = (0...4).filter { $0 != deadly }.map { String($0 + 1) }
    #expect(pipeline.collected.elements == rest)
    #expect(report.stages[0].counts.isBalanced)
    #expect(worker.lives == lives + 1)
  }

  @Test func `one that kept a state and died with two slices is not replaced`() async throws {
    var pipeline = Self.pipeline("mindful-add")
    pipeline.stages[0].onError = ErrorPolicy(then: .skip)
    let worker = try Self.worker(for: pipeline, [try Self.firstLife()])
    let report = try await Self.run(pipeline, worker)
    #expect(report.exit == .element, "\(report)")
    let message = try #require(report.failure).message
    #expect(message.hasSuffix("is lost with it: the state of `mindful-add-0`"))
    #expect(pipeline.collected.elements == ["1"])
    #expect(report.stages[0].counts.isBalanced)
    #expect(worker.lives == 1)
  }

  @Test func `a stage with a timeout has one element in a process`() async throws {
    var pipeline = Self.pipeline()
    pipeline.stages[0].timeout = 60_000_000_000
    let worker = try Self.worker(for: pipeline, [try Self.alone(0...4)])
    let report = try await Self.run(pipeline, worker)
    #expect(report.exit == .done, "\(report)")
    #expect(pipeline.collected.elements == (1...5).map(String.init))
    for element in 0...4 {
      #expect(worker.taken(life: 0, step: element * 2) == (try Self.slice(element...element)))
    }
  }

  @Test func `a queue of one element sends none ahead`() async throws {
    let pipeline = Self.pipeline(maxsize: 1)
    let worker = try Self.worker(for: pipeline, [try Self.alone(0...4)])
    let report = try await Self.run(pipeline, worker)
    #expect(report.exit == .done, "\(report)")
    #expect(pipeline.collected.elements == (1...5).map(String.init))
    #expect(worker.taken(life: 0, step: 8) == (try Self.slice(4...4)))
  }
}
