internal import SwpipeCore
internal import Synchronization

extension RunControl {
  /// Does with an element that failed for good what its stage's policy says, and counts it.
  ///
  /// False when the run stops because of it.
  func settle(
    _ element: FailedElement,
    _ final: ErrorPolicy.Final,
    counters: StageCounters,
    lane: Lane
  ) -> Bool {
    if lane.defersFailures {
      lane.unsettled.append(element)
      if final == .fail { stop.open() }
      return final != .fail
    }
    switch final {
    case .fail:
      StageCounters.add(1, to: counters.failed)
      fail(failure(of: element))
      return false
    case .skip:
      noteSkipped(element)
      StageCounters.add(1, to: counters.skipped)
    case .deadLetter:
      StageCounters.add(1, to: counters.failed)
      lane.pushDeadLetter(element)
    }
    if let limit = passedHalt(counters) {
      var stop = failure(of: element)
      stop.help = "this was the failure that passed --halt \(limit)"
      fail(stop)
      return false
    }
    return true
  }

  /// Keeps what was wrong with the first one of a stage: a mistake in a function is one in all elements.
  private func noteSkipped(_ element: FailedElement) {
    guard firstSkipped(of: element.plan.id) == nil else { return }
    let failure = failure(of: element)
    firstSkipped.withLock { $0[element.plan.id] = $0[element.plan.id] ?? failure }
  }

  /// The failure of the first element of a stage that was skipped.
  func firstSkipped(of stage: String) -> RunFailure? {
    firstSkipped.withLock { $0[stage] }
  }

  private func failure(of element: FailedElement) -> RunFailure {
    RunFailure(
      .element,
      element.message,
      stage: element.plan.id,
      worker: element.worker,
      elementIndex: element.index,
      input: place(source: element.source, position: element.position),
      place: element.plan.place
    )
  }
}
