internal import SwpipeCore
internal import SwpipeSystem

/// The elements of a slice whose answers could not be used.
///
/// They are sent one at a time to a process of their own, which is read to its end, so that each answer is
/// counted exactly. Where a count is wrong, the element and the one before it, of which the line may have
/// been, are each asked of a process that gets nothing else.
extension LinesExchange {
  /// The bytes of answers after which a process of tried elements is read to its end.
  private static var mostTried: Int { 1 << 20 }
  /// Nanoseconds after which one that has no answer is looked at, and may be told that nothing more comes;
  /// nothing is lost where it is only slow.
  private static var answerPatience: Int64 { 5_000_000 }
  /// So many elements are each given a process of their own where not even the first was answered.
  private static var mostSolo: Int { 16 }

  /// Tries elements from a position on again.
  func attempt(_ slice: borrowing Slice, _ position: Int) throws(ElementFailure) {
    // Their processes begin with them.
    dropProcess()
    guard let channel = occupant() else { return }
    counted.removeAll()
    stall.noteNews(MonotonicClock.now)
    defer { dropProcess() }
    let end = min(trialEnd, slice.range.upperBound)
    if position < soloEnd || position + 1 == end {
      try attemptAlone(slice, position, channel)
    } else {
      try attemptSome(slice, position..<end, channel)
    }
  }

  /// Asks a process for one element and nothing else.
  private func attemptAlone(
    _ slice: borrowing Slice,
    _ position: Int,
    _ channel: ProcessChannel
  ) throws(ElementFailure) {
    do throws(ElementFailure) {
      try askAlone(slice, position, channel)
    } catch {
      noteFailure()
      throw error
    }
  }

  private func askAlone(
    _ slice: borrowing Slice,
    _ position: Int,
    _ channel: ProcessChannel
  ) throws(ElementFailure) {
    guard append(slice, position, to: channel) else { throw noLine }
    closes = true
    let deadline =
      run.timeout > 0 ? MonotonicClock.now.addingClamped(run.timeout) : nil
    while true {
      let moment = [deadline, silence.moment(since: stall.lastNews)].compactMap { $0 }.min()
      switch hear(channel, count: 1, until: moment) {
      case .complete, .stopped: return
      case .deaf:
        let words = "the process of \(program.name) closed its standard input"
        throw ElementFailure(words, kind: .crash)
      case .surplus: throw ElementFailure("\(program.name) answered by more than one line")
      case .tooMuch:
        throw ElementFailure("\(program.name) answered by a line of more than \(mostShown)")
      case .ended:
        let isAnswered = isComplete(channel, 1)
        let end = dropProcess(after: .ended)
        if isAnswered {
          answers = CheckedAnswers(buffer: channel.received, lines: counted)
          return noteUse()
        }
        guard end?.isSuccess == true else {
          let ending = PluginProcess.words(of: end)
          let words = "the process of \(program.name) \(ending) before it had answered"
          // `grep` says by this status that it has found nothing.
          let wayOut = end == .exited(1) ? "; \(LeftOutLine.wayOut(work))" : ""
          throw ElementFailure(words + wayOut, kind: .crash)
        }
        throw ElementFailure(
          "\(program.name) answered by no line; \(LeftOutLine.wayOut(work))"
        )
      case .late:
        let now = MonotonicClock.now
        if let deadline, deadline <= now { throw timeout }
        noteSilence(now)
      }
    }
  }

  /// Asks a process for one element after the other, as long as each is answered by one line.
  private func attemptSome(
    _ slice: borrowing Slice,
    _ range: Range<Int>,
    _ channel: ProcessChannel
  ) throws(ElementFailure) {
    var next = range.lowerBound
    while next < range.upperBound, channel.received.bytes.count < Self.mostTried {
      guard append(slice, next, to: channel) else {
        guard next > range.lowerBound else { throw noLine }
        break
      }
      next += 1
      switch hearOne(channel, count: next - range.lowerBound) {
      case .complete: continue
      case .stopped: return
      // Its end tells whether it is slow, keeps its answer back, or has none.
      case .late: break
      case .surplus, .tooMuch, .deaf, .ended:
        return believe(range.lowerBound..<next, but: 2, channel)
      }
      break
    }
    closes = true
    while true {
      switch hear(
        channel,
        count: next - range.lowerBound,
        until: silence.moment(since: stall.lastNews)
      )
      {
      case .complete, .stopped: return
      case .late: noteSilence(MonotonicClock.now)
      case .ended where isComplete(channel, next - range.lowerBound):
        return believe(range.lowerBound..<next, but: 0, channel)
      case .surplus, .tooMuch, .deaf, .ended:
        return believe(range.lowerBound..<next, but: 2, channel)
      }
    }
  }

  /// Waits for one more line; `late` where the filter has read everything and sleeps.
  private func hearOne(_ channel: ProcessChannel, count: Int) -> Heard {
    while true {
      let heard = hear(channel, count: count, until: MonotonicClock.now + Self.answerPatience)
      guard heard == .late else { return heard }
      noteSilence(MonotonicClock.now)
      if channel.hasReadAll, channel.child.isAsleep != false { return .late }
    }
  }

  /// Uses the answers to elements but for the last ones, which are each asked alone.
  private func believe(_ range: Range<Int>, but last: Int, _ channel: ProcessChannel) {
    let count = min(counted.count, max(0, range.count - last))
    if last > 0 { soloEnd = count > 0 ? range.upperBound : range.lowerBound + Self.mostSolo }
    guard count > 0 else { return }
    counted.keep(count)
    answers = CheckedAnswers(buffer: channel.received, lines: counted)
    noteUse()
  }

  private var noLine: ElementFailure {
    ElementFailure("the element has a newline in it, so it is not one line")
  }

  private var mostShown: String { "\(run.mostReceived) bytes" }
}
