internal import SwpipeCore

/// What one worker runs: its own stage (or source) and the sync stages below it, down to the queues
/// that it feeds.
///
/// A lane belongs to one thread. Elements of a slice go through the whole tree before the next.
final class Lane {
  let control: RunControl
  /// The queues below, each once.
  let targets: [QueueTarget]
  /// The unit whose worker this is, by its number in the graph.
  let unit: Int
  /// The sync stages below and, for a worker, its own stage.
  var runners: [StageRunner] = []
  /// What reads the unit whose worker this is.
  var outlets: [Outlet] = []
  /// How what it gives gets to the queues below.
  let delivery: Delivery
  /// Where elements go that failed for good.
  let deadLetters: QueueTarget?
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

  init(
    control: RunControl,
    targets: [QueueTarget],
    unit: Int,
    delivery: Delivery,
    deadLetters: QueueTarget? = nil
  ) {
    self.control = control
    self.targets = targets
    self.unit = unit
    self.delivery = delivery
    self.deadLetters = deadLetters
  }

  deinit {
    // A runner that let go of the next one, and that of the next, would need a stack as deep as they are
    // many.
    for runner in runners { runner.disconnect() }
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
      delivery.push(target, Segment(batch: batch, range: range))
    }
  }

  /// Has the sync stages work on what they were given, until nothing is left; waits where one of them
  /// tries an element again.
  func workOff() {
    while let next = handed.popLast() {
      switch next {
      case .arrival(.queue(let target), let batch, let range):
        delivery.push(target, Segment(batch: batch, range: range))
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
