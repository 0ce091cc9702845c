internal import SwpipeCore
internal import Synchronization

extension RunControl {
  /// Stops the run where what has failed passes the limit after all.
  ///
  /// Called when all elements are done with. Workers that look at the same moment may each miss the
  /// other's failure.
  func checkHalt() {
    for unit in units {
      guard let excess = haltExcess(unit.counters) else { continue }
      fail(
        RunFailure(
          .element,
          excess.words,
          help: "that passes --halt \(excess.limit)",
          stage: excess.isOfRun ? nil : unit.id
        )
      )
      return
    }
  }

  /// Whether the run goes on after one more element has failed, which was counted; stops it where the
  /// limit is passed.
  func tolerates(_ element: FailedElement, counters: StageCounters) -> Bool {
    guard let excess = haltExcess(counters) else { return true }
    var stop = failure(of: element)
    stop.help = "this was the failure that passed --halt \(excess.limit): \(excess.words)"
    fail(stop)
    return false
  }

  /// What has failed, where that is more than is tolerated.
  private struct HaltExcess {
    let limit: HaltLimit
    /// `3 of 5 elements have failed`.
    let words: String
    /// Whether it is of the whole run, and not of one source, stage or sink.
    let isOfRun: Bool
  }

  /// What has failed in the run, or in the source, stage or sink that counts here, if the limit is passed.
  private func haltExcess(_ counters: StageCounters) -> HaltExcess? {
    guard let halt else { return nil }
    let isOfRun = halt.isOfRun
    let counted = isOfRun ? units.map(\.counters) : [counters]
    let failures = counted.reduce(0) { $0 + $1.failures }
    let settled = failures + counted.reduce(0) { $0 + $1.succeeded }
    guard halt.isPassed(failures: failures, settled: settled) else { return nil }
    let elements = isOfRun ? "" : " of \(settled)"
    let words = failures == 1 ? "element has" : "elements have"
    let text = "\(failures)\(elements) \(words) failed"
    return HaltExcess(limit: halt, words: text, isOfRun: isOfRun)
  }

  /// Keeps what was wrong with the first one of a stage or source: a mistake in a function is one in all
  /// elements.
  func noteSkipped(_ element: FailedElement) {
    guard firstSkipped(of: element.unit) == nil else { return }
    let failure = failure(of: element)
    firstSkipped.withLock { $0[element.unit] = $0[element.unit] ?? failure }
  }

  /// The failure of the first element of a stage or source that was skipped.
  func firstSkipped(of unit: String) -> RunFailure? {
    firstSkipped.withLock { $0[unit] }
  }

  func failure(of element: FailedElement) -> RunFailure {
    var failure = RunFailure(
      .element,
      element.row?.message ?? element.message,
      help: element.row?.help,
      stage: element.unit,
      worker: element.worker,
      elementIndex: element.index,
      input: element.row?.place ?? place(source: element.source, position: element.position),
      place: element.place
    )
    failure.excerpt = element.offset.map { MarkedExcerpt(element.bytes.span, at: $0) }
    return failure
  }
}
