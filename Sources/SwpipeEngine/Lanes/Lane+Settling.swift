internal import SwpipeCore

/// The one place where it is decided what becomes of an element that failed for good.
extension Lane {
  /// Does with the element what the policy of its stage or source says, and counts it.
  ///
  /// `counters` are those of that stage or source. False when the run stops because of it.
  func settle(_ element: FailedElement, counters: StageCounters) -> Bool {
    if case .remote(let delivery) = delivery { return delivery.keep(element) }
    switch element.final {
    case .fail:
      counters.drop(1, as: .failed)
      control.fail(control.failure(of: element))
      return false
    case .skip:
      control.noteSkipped(element)
      counters.drop(1, as: .skipped)
    case .deadLetter:
      counters.drop(1, as: .failed)
      pushDeadLetter(element)
    }
    return control.tolerates(element, counters: counters)
  }

  /// Hands an element that failed for good to the dead letters.
  private func pushDeadLetter(_ element: FailedElement) {
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
    delivery.push(deadLetters, Segment(batch: batch, range: 0..<batch.count))
  }
}
