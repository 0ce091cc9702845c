import SwpipeCore
import Synchronization
import Testing

@testable import SwpipeEngine

/// What a task worker waits for, step by step and without a task.
@Suite struct TaskWorkerTests {
  /// A stage whose source and sink are the test.
  private struct Scene {
    let run: PipelineRun
    let maker: LaneMaker
    let plan: StagePlan
    let worker: TaskWorker
    let input: BoundedQueue
    let output: BoundedQueue
    var retries: Int { run.control.units[1].counters.retried.load(ordering: .relaxed) }
    var counts: StageCounts { StageCounts(run.control.units[1].counters) }

    init(
      _ transform: String,
      _ work: SwpipeCore.Operator = .map,
      argument: Int = 0,
      timeout: Int64 = 0,
      change: (inout StagePlan) -> Void = { _ in }
    ) throws {
      var pipeline = Pipeline()
      pipeline.add(transform, work, kind: .task, argument: argument)
      pipeline.stages[0].timeout = timeout
      change(&pipeline.stages[0])
      plan = pipeline.stages[0]
      run = try pipeline.prepare()
      maker = LaneMaker(control: run.control, catalog: pipeline.catalog, children: nil)
      let unit = run.control.units[1]
      guard case .stage(let plan, let intake) = unit.role, let sink = run.control.units[2].queue
      else { throw RunFailure(.internalCheck, "the graph is another one") }
      (input, output) = (intake.queue, sink)
      let deadline =
        timeout > 0
        ? ElementDeadline(timeout: timeout, watch: run.control.deadlines) { _, _ in } : nil
      let delivery = maker.taskDelivery(1, order: intake.order)
      let (lane, runner) = try maker.lane(
        stage: 1,
        plan: plan,
        worker: 0,
        delivery: .deferred(delivery),
        deadline: deadline
      )
      worker = TaskWorker(
        intake: intake,
        counters: unit.counters,
        lane: lane,
        delivery: delivery,
        runner: runner,
        deadline: deadline,
        policy: maker.slicePolicy(plan)
      )
    }

    func give(_ numbers: Range<Int>) throws {
      let batch = try #require(Batch.counting(numbers.count, from: numbers.lowerBound))
      var rest = Segment(batch: batch, range: 0..<batch.count)
      run.control.units[1].counters.arrive(rest.count)
      _ = input.attemptPush(&rest, reserved: 0)
      #expect(rest.count == 0)
    }

    /// What waits for the sink, taken away.
    func given() -> [String] {
      var texts: [String] = []
      while case .segment(let segment) = output.attemptTake(upTo: .max, leasing: false) {
        texts += segment.batch.texts[segment.range]
      }
      return texts
    }

    /// Goes on until something else than others' turn is waited for; its name.
    func advance() -> String {
      while true {
        switch worker.advance() {
        case .elements: return "elements"
        case .places: return "places"
        case .delivery(.room): return "room"
        case .delivery: return "delivery"
        case .time(let nanoseconds): return "time \(nanoseconds)"
        case .operation: return "operation"
        case .turn: continue
        case .starts: return "starts"
        case .end: return "end"
        }
      }
    }
  }

  private static func retry(_ attempts: Int) -> ErrorPolicy {
    ErrorPolicy(
      retry: .init(attempts: attempts, backoff: 10, maxBackoff: 100, hasJitter: false),
      then: .skip
    )
  }

  @Test func `a worker waits for elements, works on them, and ends with its input`() throws {
    let scene = try Scene("add")
    #expect(scene.advance() == "elements")
    try scene.give(0..<3)
    #expect(scene.advance() == "elements")
    #expect(scene.given() == ["1", "2", "3"])
    scene.input.producerEnded()
    #expect(scene.advance() == "end")
    #expect(scene.counts.kept == 3 && scene.counts.isBalanced)
  }

  /// Between the look into the queue and the wait for it, elements may have come: nobody wakes for them.
  @Test func `who is told to wait for elements does not where some have come`() async throws {
    let scene = try Scene("add")
    let pause = scene.worker.advance()
    try scene.give(5..<6)
    var isWaiting = true
    await withUnsafeContinuation { continuation in
      isWaiting = scene.worker.register(continuation, for: pause)
      if !isWaiting { continuation.resume() }
    }
    #expect(!isWaiting)
    #expect(scene.advance() == "elements")
    #expect(scene.given() == ["6"])
  }

  @Test func `batches that find no room are kept, in order`() throws {
    let scene = try Scene("triple", .flatMap) { $0.maxsize = 2 }
    try scene.give(0..<2)
    var texts: [String] = []
    while scene.advance() == "room" {
      texts += scene.given()
    }
    texts += scene.given()
    #expect(texts == ["0", "1", "2", "1", "2", "3"])
    #expect(scene.counts.isBalanced)
  }

  @Test func `tries are counted on over the waits between them`() throws {
    let scene = try Scene("fail", argument: 1) { $0.onError = Self.retry(3) }
    try scene.give(0..<3)
    #expect(scene.advance() == "time 10")
    #expect(scene.advance() == "time 20")
    #expect(scene.advance() == "elements")
    #expect(scene.given() == ["0", "2"])
    #expect(scene.counts.skipped == 1 && scene.retries == 2)
    #expect(scene.counts.isBalanced)
  }

  @Test func `each element of a transform that awaits has a wait of its own`() throws {
    let scene = try Scene("doze")
    try scene.give(0..<2)
    for text in ["0", "1"] {
      #expect(scene.advance() == "time 3600000000000")
      #expect(scene.given() == (text == "0" ? [] : ["0"]))
    }
    #expect(scene.advance() == "elements")
    #expect(scene.given() == ["1"])
  }

  @Test func `a wait is cut short by the timeout, and the element has failed`() throws {
    let scene = try Scene("doze", timeout: 500) { $0.onError = ErrorPolicy(then: .skip) }
    try scene.give(0..<1)
    #expect(scene.advance() == "time 500")
    #expect(scene.advance() == "elements")
    #expect(scene.given() == [])
    #expect(scene.counts.skipped == 1 && scene.counts.isBalanced)
  }

  @Test func `the end of the run ends every wait, and no element is lost`() throws {
    let scene = try Scene("doze", timeout: 500) { $0.onError = ErrorPolicy(then: .skip) }
    try scene.give(0..<4)
    #expect(scene.advance() == "time 500")
    scene.run.stop(.terminated)
    #expect(scene.advance() == "end")
    #expect(scene.counts.abandoned == 4 && scene.counts.skipped == 0)
    #expect(scene.counts.isBalanced)
  }

  @Test func `a worker that takes over goes on with the tries of the one before`() throws {
    let scene = try Scene("add", timeout: 500) { $0.onError = Self.retry(2) }
    try scene.give(7..<8)
    guard case .segment(let segment) = scene.input.attemptTake(upTo: 1, leasing: false) else {
      Issue.record("the element is there")
      return
    }
    scene.run.control.units[1].counters.take(1)
    let attempts = FailedAttempts(policy: scene.plan.onError)
    scene.worker.takeOver(ElementDeadline.Overrun(segment: segment, attempts: attempts))
    #expect(scene.advance() == "time 10")
    #expect(scene.advance() == "elements")
    #expect(scene.given() == ["8"])
    #expect(scene.counts.kept == 1 && scene.counts.isBalanced)
  }

  @Test func `a worker does not end before it is known whether the others start`() throws {
    let scene = try Scene("add") { $0.workers = 2 }
    scene.input.producerEnded()
    #expect(scene.advance() == "starts")
    #expect(scene.advance() == "starts")
    _ = try scene.maker.lane(
      stage: 1,
      plan: scene.plan,
      worker: 1,
      delivery: .deferred(scene.maker.taskDelivery(1, order: nil))
    )
    #expect(scene.advance() == "end")
  }

  @Test func `the workers of an ordered stage emit for each other`() throws {
    let scene = try Scene("even", .filter) { stage in
      stage.workers = 2
      stage.isOrdered = true
    }
    // Of elements that another worker has not handed on yet nothing is emitted past.
    try scene.give(0..<5)
    guard case .segment(let first) = scene.input.attemptTake(upTo: 1, leasing: false) else {
      Issue.record("the element is there")
      return
    }
    #expect(scene.advance() == "elements")
    #expect(scene.given() == [])
    let order = try #require(scene.run.control.units[1].order)
    #expect(order.complete(from: first.arrival, count: 1, []))
    while let due = order.takeDue() {
      for var record in due { _ = record.target.attemptPush(&record.segment, reserved: 0) }
    }
    #expect(scene.given() == ["2", "4"])
  }
}
