internal import SwpipeCore

/// The loop of a worker whose transform works on several elements at once: takes elements on while there
/// is room, and makes slices of those that are answered; till the end.
///
/// So the transform has as many at hand as it can work on, however they came and however long one of them
/// takes. An ordered stage hands them on in the order in which they were taken.
final class ConcurrentWorker {
  private let counters: StageCounters
  private let lane: Lane
  private let runner: StageRunner
  private let transform: any ConcurrentTransform
  private let concurrency: Int
  private var intake: BellIntake
  private var hands: TicketsInHand

  init(
    queue: BoundedQueue,
    counters: StageCounters,
    lane: Lane,
    runner: StageRunner,
    transform: any ConcurrentTransform,
    concurrency: Int
  ) throws(RunFailure) {
    self.counters = counters
    self.lane = lane
    self.runner = runner
    self.transform = transform
    self.concurrency = concurrency
    intake = BellIntake(queue, bell: try Bell())
    hands = TicketsInHand(
      isOrdered: runner.plan.isOrdered,
      isSingle: runner.plan.onError.retry != nil
    )
  }

  /// Runs to the end.
  func run() {
    while true {
      takeOn()
      if lane.control.isStopped || isClosed { drop() }
      if hands.isEmpty {
        if intake.hasEnded { break }
        intake.wait()
        continue
      }
      for ticket in hands.takeUpDue(now: Clock.now) { transform.retry(ticket) }
      let ready = answered()
      // Whoever works below, and may wait there, hears no bell.
      if !ready.isEmpty { intake.ignore() }
      var next = ready.startIndex
      while next < ready.endIndex, !lane.control.isStopped {
        let count = hands.runLength(at: next, in: ready)
        // Where there was no room for all of them, the rest is next.
        next += work(from: ready[next], count: count)
      }
    }
    lane.end()
  }

  // MARK: Taking

  /// Takes as many elements as there is room for; has the bell rung where there are none.
  private func takeOn() {
    intake.hear(hasRoom: hands.count < concurrency)
    while hands.count < concurrency {
      let room = concurrency - hands.count
      guard let segment = intake.take(upTo: room, isHolding: !hands.isEmpty) else { return }
      counters.take(segment.count)
      let ticket = transform.submit(
        segment.batch,
        segment.range,
        bell: intake.bell.descriptor
      )
      hands.take(segment, from: ticket)
    }
    // With no room it has no use for a wake-up.
    intake.ignore()
  }

  /// The tickets of elements to hand on, in order.
  private func answered() -> [Int] {
    let started = Clock.now
    defer { counters.work(since: started) }
    return transform.answered(first: hands.first, until: hands.nextDue)
  }

  // MARK: Handing on

  /// Makes a slice of so many elements at most, which stand together, and hands on what they give; how
  /// many those were.
  private func work(from ticket: Int, count: Int) -> Int {
    guard let hand = hands[ticket] else { return count }
    // In an ordered stage those behind a gap wait until it is closed.
    guard hands.isNext(ticket) else { return count }
    let count = lane.delivery.reserve(count)
    let start = hand.segment.range.lowerBound
    lane.delivery.beginSlice(arrival: hand.segment.arrival)
    runner.begin(hand.segment.batch, start..<start + count, ticket: ticket)
    runner.resume(hand.made)
    var done = 0
    while true {
      let step = runner.step()
      // Before the next step, which would try again what has failed.
      while start + done < runner.position { finish(ticket + done, &done) }
      switch step {
      case .more:
        // What it is to give next is waited for; others may come meanwhile.
        takeOn()
      case .wait(let nanoseconds):
        putOff(ticket, for: nanoseconds)
        return count
      case .done, .givenUp:
        while done < count { finish(ticket + done, &done) }
        lane.delivery.endSlice(count: count)
        return count
      }
    }
  }

  private func finish(_ ticket: Int, _ done: inout Int) {
    hands.finish(ticket)
    transform.finish(ticket)
    done += 1
  }

  // MARK: Trying again

  /// Waits with the next try of an element, and meanwhile works on the others.
  private func putOff(_ ticket: Int, for nanoseconds: Int64) {
    let made = runner.setAside()
    lane.delivery.releaseReserved()
    hands.putOff(ticket, made, for: nanoseconds, now: Clock.now)
    transform.putOff(ticket)
  }

  // MARK: The end

  /// Whether nobody wants what the elements would give.
  private var isClosed: Bool { runner.isExhausted || lane.isClosed }

  /// Gives up what is in hand, because the run stops or nobody wants more.
  private func drop() {
    if !lane.control.isStopped { lane.control.laneClosed(lane.unit) }
    guard !hands.isEmpty else { return }
    counters.settle(hands.count, as: .dropped(isStopped: lane.control.isEnding))
    for ticket in hands.removeAll() { transform.finish(ticket) }
  }
}
