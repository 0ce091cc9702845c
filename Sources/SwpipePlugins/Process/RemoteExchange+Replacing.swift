internal import SwpipeCore
internal import SwpipeSystem

extension RemoteExchange {
  func noteTime(_ channel: ProcessChannel, _ output: inout BatchBuilder) {
    let now = MonotonicClock.now
    if let note = silence.note(since: lastAnswer, now: now) {
      context.log.write(.warning, note, stage: context.workerInfo.stage)
    }
    closeIfStalled(channel, now)
    if cancelled.values.contains(where: { $0 <= now }) { return replace(.timedOut, &output) }
    let late = deadlines.filter { $0.value <= now }.keys.sorted()
    guard !late.isEmpty else { return }
    for ticket in late {
      let id = elements.id(of: ticket)
      noteAnswered(ticket)
      stored[ticket] = StoredAnswer()
      stored[ticket]?.end = .timedOut
      if concurrency > 1, let id {
        cancelled[id] = now + Self.cancelGrace
        codec.encodeCancel(id, to: &channel.pending)
      }
    }
    if concurrency == 1 { return replace(.timedOut, &output) }
    channel.flush()
  }

  /// Ends the process; the next one takes the elements that it has not answered.
  func replace(_ loss: ProcessLoss, _ output: inout BatchBuilder) {
    let turn = turn(output)
    if emitted > 0, elements.open.contains(turn) {
      if emitted > output.count - output.finishedCount {
        // What the engine has taken over, to hand it on or to disk, would come twice.
        noteAnswered(turn)
        stored[turn] = StoredAnswer()
        stored[turn]?.end = .crashed("ended after a part of what the element gave")
      } else {
        output.rollBackElement()
      }
      emitted = 0
    }
    replace(loss)
  }

  private func replace(_ loss: ProcessLoss) {
    guard let channel else { return }
    self.channel = nil
    let words = program.end(channel, after: loss)
    if context.stop.isOpen { return }
    run.noteRestart()
    cancelled = [:]
    deadlines = [:]
    // It ended because it was told to, and is to blame for what it owes.
    let isTold = loss == .ended && !channel.isInputOpen
    let reason =
      isTold && elements.openCount > 0 ? "\(words) before it had answered" : loss.breach ?? words
    if let failure = lostState(loss, reason) { return run.fail(failure) }
    if let breach = loss.breach, !note(breach, isElements: elements.openCount > 0, loss) { return }
    if isTold {
      if elements.openCount > 0 { stall?.noteMiss() } else { stall?.noteAnswer(MonotonicClock.now) }
    } else {
      if loss != .timedOut { deaths.noteDeath() }
      if let failure = uselessness(reason) { return run.fail(failure) }
      if loss == .ended { warnOfReplacement(words) }
    }
    for ticket in elements.open { stored[ticket] = nil }
    var isBlamed = true
    switch loss {
    case .timedOut, .repeated: isBlamed = false
    case .ended, .broke, .stopped: break
    }
    for ticket in elements.noteDeath(isBlamed: isBlamed) {
      stored[ticket] = StoredAnswer()
      stored[ticket]?.end = .crashed(reason)
      stored[ticket]?.tries = ElementsAtHand.mostDeaths
      deaths.noteProgress()
    }
  }

  /// What ends the run where replacing the process leads nowhere.
  private func uselessness(_ reason: String) -> RunFailure? {
    deaths.noteReplacement()
    return deaths.failure("the process of \(program.name) \(reason)")
  }

  /// Tells a filter that has read everything, and owes answers that nobody goes on without, that nothing
  /// more comes.
  private func closeIfStalled(_ channel: ProcessChannel, _ now: Int64) {
    guard elements.openCount > 0, stall?.isOver(now) == true else { return }
    guard channel.isInputOpen, channel.hasReadAll, channel.child.isAsleep != false else { return }
    let isLast = elements.touchedEnd >= elements.tickets.upperBound
    stall?.noteClose(now)
    switch isLast ? watch?.outlook ?? .more : .more {
    case .ended: channel.closeInput()
    // The end of a filter that keeps state would be that of the run.
    case .more: if run.timeout == 0, !run.keepsState { channel.closeInput() }
    case .unknown: break
    }
  }

  /// What ends the run where a process that is gone has taken along what it kept from one element to the
  /// next, since another one would begin with nothing; `on_error` has no say in that.
  func lostState(_ loss: ProcessLoss, _ reason: String) -> RunFailure? {
    guard run.keepsState, hasAnswered else { return nil }
    let isLate = loss == .timedOut
    let cause = isLate ? "took longer than the `timeout` of its stage" : reason
    return PluginProcess.lostState(
      program.name,
      cause,
      help: isLate ? "leave `timeout` out, or give the stage more time" : nil
    )
  }

  /// Says that the process broke the protocol; false where that stops the run, because no element that
  /// could fail for it is to blame.
  private func note(_ breach: String, isElements: Bool, _ loss: ProcessLoss) -> Bool {
    let message = "the process of \(program.name) \(breach)"
    if case .broke = loss, isElements {
      warnOfReplacement(breach)
      return true
    }
    guard run.stopsOnFailure else {
      context.log.write(.error, message, stage: context.workerInfo.stage)
      return true
    }
    run.fail(program.failure(message))
    return false
  }

  /// What a process knew is gone with it, so nobody should have to find out from the counts.
  private func warnOfReplacement(_ words: String) {
    guard let warning = deaths.warning(words) else { return }
    context.log.write(
      .warning,
      "the process of \(program.name) \(warning)",
      stage: context.workerInfo.stage
    )
  }
}
