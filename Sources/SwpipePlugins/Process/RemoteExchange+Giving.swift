internal import SwpipeCore

extension RemoteExchange {
  func emit(_ bytes: UnsafeRawBufferPointer, _ output: inout BatchBuilder) {
    emitted += 1
    switch work {
    case .map:
      if emitted == 1 { output.append(bytes.bindMemory(to: UInt8.self).span) }
    case .flatMap:
      output.append(bytes.bindMemory(to: UInt8.self).span)
      output.endElement()
      // Not its start any more, whatever comes between.
      output.cursor = 1
    case .filter, .each, .route, .reduce: break
    }
  }

  func finish(_ isKept: Bool, _ output: inout BatchBuilder) {
    emitted = 0
    switch work {
    case .map:
      output.endElement()
      output.position += 1
    case .filter:
      output.decide(isKept)
      output.position += 1
    case .flatMap: output.finishElement()
    case .each, .route, .reduce: output.position += 1
    }
  }

  /// Gives what came before its turn, as far as it goes without a gap; throws the failure of the
  /// element whose turn it is.
  func deliverStored(_ output: inout BatchBuilder) throws(ElementFailure) {
    while !output.isFull, let answer = stored[turn(output)], !isPartOfMap(answer) {
      stored[turn(output)] = nil
      if case .done? = answer.end, work == .map, answer.ends.count + emitted != 1 {
        let count = answer.ends.count + emitted
        throw failure("gave \(count) elements for the one of a map", .error, turn(output))
      }
      switch answer.end {
      case .failed(let message)?: throw failure(message, .error, turn(output))
      case .timedOut?:
        let limit = Duration.text(nanoseconds: run.timeout)
        throw failure("took longer than the timeout of \(limit)", .timeout, turn(output))
      case .crashed(let words)?:
        var failure = failure("the process of \(program.name) \(words)", .crash, turn(output))
        failure.tries = answer.tries
        throw failure
      case .done?, nil: break
      }
      var start = 0
      answer.bytes.withUnsafeBytes { bytes in
        for end in answer.ends {
          emit(UnsafeRawBufferPointer(rebasing: bytes[start..<end]), &output)
          start = end
        }
      }
      guard case .done(let isKept)? = answer.end else { return }
      finish(isKept, &output)
    }
  }

  /// Whether more is to come of what a map gives for its element, which is handed on as a whole.
  func isPartOfMap(_ answer: StoredAnswer) -> Bool { work == .map && answer.end == nil }

  /// Takes back what a map has given for an element that is not done: what the engine finds unfinished
  /// when `apply` returns is lost.
  func takeBackUnfinished(_ output: inout BatchBuilder) {
    guard work == .map, emitted > 0 else { return }
    var answer = StoredAnswer()
    output.withUnfinished { bytes in
      bytes.withUnsafeBufferPointer { answer.append(UnsafeRawBufferPointer($0)) }
    }
    // Of any others no more than their number counts.
    for _ in 1..<emitted { answer.append(UnsafeRawBufferPointer(start: nil, count: 0)) }
    stored[turn(output)] = answer
    output.rollBack()
    emitted = 0
  }

  /// The failure of an element that may be tried again.
  private func failure(_ message: String, _ kind: ElementFailure.Kind, _ ticket: Int)
    -> ElementFailure
  {
    emitted = 0
    elements.retry(ticket)
    return ElementFailure(message, kind: kind)
  }
}
