internal import SwpipeCore

/// What one worker runs: its own stage (or source) and the sync stages below it, down to the queues
/// that it feeds.
///
/// A lane belongs to one thread. Elements of a slice go through the whole tree before the next.
final class Lane {
  /// What its thread waits on; a lane of a task has none.
  private(set) lazy var parker = Parker()
  let control: RunControl
  /// The queues below, each once.
  let targets: [QueueTarget]
  /// The unit whose worker this is, by its number in the graph.
  let unit: Int
  /// The sync stages below and, for a worker, its own stage.
  var runners: [StageRunner] = []
  /// What reads the unit whose worker this is.
  var outlets: [Outlet] = []
  /// Whether pushes are kept for `ArrivalOrder` instead of done.
  let order: ArrivalOrder?
  /// Whether pushes are kept until `flush`, because the worker must not block.
  private let defersPushes: Bool
  /// Whether elements that failed for good are kept in `unsettled`, for another process to settle.
  let defersFailures: Bool
  var unsettled: [FailedElement] = []
  /// Called when deferred pushes hold much, to hand on what there is.
  var overflow: (() -> Void)?
  /// Nanoseconds after which what finds no room is given up, asked before each wait and when the thread
  /// is woken; nil for as long as it takes.
  var patience: () -> Int64? = { nil }
  /// Where elements go that failed for good.
  private let deadLetters: QueueTarget?
  private var records: ArrivalOrder.Records = []
  private(set) var recordedBytes = 0
  private(set) var intervalStart: Int64 = 0
  /// Whether the interval at hand is emitted while it is worked on.
  var hasTurn = false
  /// The places promised for the slice at hand; nil where nothing is reserved.
  private var reservation: Reservation?
  /// The same for the slice after it, where that is in a process's hands already.
  private var nextReservation: Reservation?
  /// What is left to do with elements that were handed on within the lane, the next at the end.
  ///
  /// It stands for a stack of calls from each stage to those that read it, which would be as deep as
  /// there are sync stages in a row.
  private var handed: [Handed] = []
  /// Runners whose readers `isClosed` has yet to look at; kept for its memory.
  private var unseen: [StageRunner] = []
  /// How often `isClosed` has looked.
  private var looks = 0

  private enum Handed {
    case arrival(Outlet, Batch, Range<Int>)
    /// A sync stage has taken a step; what that gave stands above and comes first.
    case step(StageRunner)
  }

  /// The bytes of an unfinished interval past which it waits for its turn and streams.
  static let recordLimit = 1 << 20

  init(
    control: RunControl,
    targets: [QueueTarget],
    unit: Int,
    order: ArrivalOrder? = nil,
    deadLetters: QueueTarget? = nil,
    defersPushes: Bool = false,
    defersFailures: Bool = false
  ) {
    self.control = control
    self.targets = targets
    self.unit = unit
    self.order = order
    self.deadLetters = deadLetters
    self.defersPushes = defersPushes
    self.defersFailures = defersFailures
    let isBounded = order == nil && targets.contains { $0.queue.maxsize > 0 }
    reservation = isBounded ? Reservation(targets) : nil
    nextReservation = reservation
  }

  deinit {
    // A runner that let go of the next one, and that of the next, would need a stack as deep as they are
    // many.
    for runner in runners { runner.outlets = [] }
  }

  /// How many of `count` elements the queues below have room for, and one more, which is the worker's
  /// own to hold.
  ///
  /// The room is reserved until `endSlice`, so that a transform runs at most once ahead of a full
  /// queue. For the one no place is reserved: a slow element would keep finished ones out of it for
  /// as long as it takes. An ordered stage reserves nothing: places held for a late element would keep
  /// an early one out. Waits where there is only room for slices too small to be worth while.
  func reserve(_ count: Int) -> Int {
    while true {
      switch attemptReserve(count) {
      case .granted(let granted): return granted
      // One finds room or is given up.
      case .crowded where patience() != nil: return 1
      case .crowded(let queue, let places): queue.waitForPlaces(places, parker: parker)
      }
    }
  }

  /// The same as `reserve` for a worker that cannot block.
  func attemptReserve(_ count: Int) -> Reservation.Outcome {
    reservation?.attempt(count) ?? .granted(count)
  }

  /// How many of `count` elements, which are to follow the slice at hand, the queues below have room for
  /// by now; that is reserved until the end of their own slice.
  ///
  /// None is the worker's own to hold, since the slice at hand has that.
  func reserveAhead(_ count: Int) -> Int {
    nextReservation?.attemptAhead(count) ?? count
  }

  /// Starts the work on elements that arrived as an interval of an ordered stage.
  func beginSlice(arrival: Int64) {
    intervalStart = arrival
  }

  /// Gives unused places back and completes the interval of an ordered stage.
  func endSlice(count: Int) {
    reservation?.release()
    swap(&reservation, &nextReservation)
    guard let order else { return }
    if hasTurn {
      hasTurn = false
      order.endTurn(count: count, parker: parker)
    } else {
      order.complete(from: intervalStart, count: count, takeRecords(), parker: parker)
      control.memory.wait(forEmission: intervalStart, in: order, parker: parker)
    }
  }

  /// Gives back the places that were promised and are not used.
  func releaseReserved() {
    reservation?.release()
    nextReservation?.release()
  }

  func takeRecords() -> ArrivalOrder.Records {
    let taken = records
    records = []
    recordedBytes = 0
    return taken
  }

  /// Hands elements to a queue, or keeps them until it is their turn.
  func push(_ target: QueueTarget, _ batch: Batch, _ range: Range<Int>) {
    let segment = Segment(batch: batch, range: range)
    guard defersPushes || (order != nil && !hasTurn) else {
      pushNow(target, segment)
      return
    }
    records.append(ArrivalOrder.Record(target: target, segment: segment))
    recordedBytes += segment.byteCount
    guard recordedBytes > Lane.recordLimit else { return }
    if let overflow { return overflow() }
    guard !defersPushes, let order else { return }
    order.awaitTurn(of: intervalStart, parker: parker)
    hasTurn = true
    for record in takeRecords() { pushNow(record.target, record.segment) }
  }

  private func pushNow(_ target: QueueTarget, _ segment: Segment) {
    let promised = takeReserved(for: ArrivalOrder.Record(target: target, segment: segment))
    // Who must make room below may need a place that is promised to this lane.
    target.push(
      segment,
      reserved: promised,
      parker: parker,
      patience: patience,
      beforeWaiting: releaseReserved
    )
  }

  /// The places that were promised for a push, as many as it needs.
  func takeReserved(for record: ArrivalOrder.Record) -> Int {
    reservation?.use(record.segment.count, of: record.target.queue) ?? 0
  }

  /// Whether nothing below takes elements any more.
  var isClosed: Bool { isClosed(below: outlets) }

  /// Whether none of those that read a stage of the lane, nor those that read these, takes elements.
  func isClosed(below outlets: [Outlet]) -> Bool {
    looks += 1
    unseen.removeAll(keepingCapacity: true)
    guard isClosed(outlets) else { return false }
    while let runner = unseen.popLast() {
      guard isClosed(runner.outlets) else { return false }
    }
    return true
  }

  /// Whether none of these takes elements itself; notes the sync stages whose own readers may.
  private func isClosed(_ outlets: [Outlet]) -> Bool {
    guard !outlets.isEmpty else { return false }
    for outlet in outlets {
      switch outlet {
      case .queue(let target):
        guard target.isClosed else { return false }
      case .stage(let runner):
        // Ways that meet again lead to the same.
        guard !runner.isExhausted, runner.lastLook != looks else { continue }
        runner.lastLook = looks
        unseen.append(runner)
      }
    }
    return true
  }

  /// Gives elements to all who read the unit, and has the sync stages among them work on them.
  func hand(_ batch: Batch, _ range: Range<Int>, to outlets: [Outlet]) {
    give(batch, range, to: outlets)
    workOff()
  }

  /// Gives elements to all who read a unit, one reader after the other; from the first sync stage on
  /// they are for `workOff` to do.
  func give(_ batch: Batch, _ range: Range<Int>, to outlets: [Outlet]) {
    for (i, outlet) in outlets.enumerated() {
      guard case .queue(let target) = outlet else {
        for later in outlets[i...].reversed() { handed.append(.arrival(later, batch, range)) }
        return
      }
      push(target, batch, range)
    }
  }

  /// Has the sync stages work on what they were given, until nothing is left; waits where one of them
  /// tries an element again.
  func workOff() {
    while let next = handed.popLast() {
      switch next {
      case .arrival(.queue(let target), let batch, let range): push(target, batch, range)
      case .arrival(.stage(let runner), let batch, let range):
        runner.receive(batch, range)
        advance(runner)
      case .step(let runner):
        switch runner.conclude() {
        case .done, .givenUp: continue
        case .more: break
        case .wait(let nanoseconds): control.stop.wait(nanoseconds: nanoseconds)
        }
        advance(runner)
      }
    }
  }

  private func advance(_ runner: StageRunner) {
    handed.append(.step(runner))
    runner.advance()
  }

  /// Hands an element that failed for good to the dead letters.
  func pushDeadLetter(_ element: FailedElement) {
    guard let deadLetters else {
      preconditionFailure("`on_error: dead_letter` has no dead letters to go to")
    }
    var builder = BatchBuilder()
    builder.begin(source: element.source, firstIndex: element.position, type: .json)
    DeadLetter.append(
      element,
      input: element.row?.start
        ?? control.place(source: element.source, position: element.position),
      time: Clock.milliseconds,
      to: &builder
    )
    guard let batch = builder.freeze(budget: control.budget) else { return }
    push(deadLetters, batch, 0..<batch.count)
  }

  /// A stage of which it is not known yet which of its workers start, so that `end` would have to wait.
  var unsettledRoll: StageRoll? {
    runners.lazy.map(\.life.roll).first { !$0.isSettled }
  }

  /// Ends the workers' parts in their stages, then tells the queues below.
  func end() {
    for runner in runners { runner.end() }
    for target in targets { target.queue.producerEnded() }
    deadLetters?.queue.producerEnded()
  }
}
