internal import SwpipeCore
internal import SwpipeSystem

/// The check that answers are as many as were asked for.
extension LinesExchange {
  /// Nanoseconds that the last answers wait for word of whether there is more to come.
  private static var hold: Int64 { 10_000_000 }

  /// Waits for the answers of a slice and checks them.
  func awaitAnswers(_ range: Range<Int>, _ slice: borrowing Slice) throws(ElementFailure) {
    let isLast = range.upperBound == slice.range.upperBound
    let started = MonotonicClock.now
    stall.noteNews(started)
    var deadline = run.timeout > 0 ? sentAt.addingClamped(run.timeout) : nil
    var isAnswered = false
    while let channel {
      let moment = [
        deadline, silence.moment(since: stall.lastNews), closes ? nil : stall.moment,
      ]
      .compactMap { $0 }.min()
      switch hear(channel, count: range.count, until: moment) {
      case .stopped: return
      case .complete:
        learn(range.count, since: started)
        guard isLast, !run.stopsOnFailure, !knowsOfMore(channel) else {
          accept(range, channel, slice)
          return
        }
        // Something came, or nothing will, and its end is to be heard.
        isAnswered = closes
        if isAnswered { deadline = MonotonicClock.now + PluginProcess.endGrace }
      case .ended where isComplete(channel, range.count):
        learn(range.count, since: started)
        return acceptEnd(channel)
      case .ended: return reject(range, .ended)
      case .deaf: return reject(range, .broke("closed its standard input"))
      case .surplus: return reject(range, .repeated("wrote more lines than it was given"))
      case .tooMuch: return reject(range, .timedOut)
      case .late:
        let now = MonotonicClock.now
        if let deadline, deadline <= now {
          if isAnswered {
            program.warn("did not end within a second and was killed")
            return acceptEnd(channel, isKilled: true)
          }
          drop()
          throw timeout
        }
        noteSilence(now)
        closeIfStalled(channel, now, isLast: isLast)
      }
    }
  }

  /// Whether answers that are complete may be used at once: there is more to come, so that they are not
  /// the last, or nobody can say for a while.
  ///
  /// Otherwise the filter is told of its end, or has said something more.
  private func knowsOfMore(_ channel: ProcessChannel) -> Bool {
    guard let watch else { return true }
    let until = MonotonicClock.now + Self.hold
    var isListening = false
    defer { if isListening { watch.ignore() } }
    while !context.stop.isOpen {
      switch watch.outlook {
      case .more: return true
      case .ended:
        closes = true
        return false
      case .unknown: break
      }
      if !isListening {
        isListening = true
        watch.listen()
      }
      switch channel.wait(until: until, bell: watch.descriptor) {
      case .timedOut: return true
      case .rung, .sent: if MonotonicClock.now >= until { return true }
      case .received, .ended, .deaf, .stopped: return false
      }
    }
    return false
  }

  /// The answers of a slice may be used; the next one goes out, so that the filter has something to do.
  private func accept(_ range: Range<Int>, _ channel: ProcessChannel, _ slice: borrowing Slice) {
    answers = CheckedAnswers(buffer: channel.received, lines: counted)
    noteUse()
    out = nil
    let end = slice.range.upperBound
    guard sendsAhead, range.upperBound < end else { return }
    // What cannot be sent is told when its turn comes.
    _ = try? send(slice, from: range.upperBound, to: end)
  }

  /// The same where the filter has come to its end.
  private func acceptEnd(_ channel: ProcessChannel, isKilled: Bool = false) {
    answers = CheckedAnswers(buffer: channel.received, lines: counted)
    noteUse()
    let isTold = closes
    let end = dropProcess(after: isKilled ? .timedOut : .ended)
    let words = PluginProcess.words(of: end)
    if context.stop.isOpen || isKilled { return }
    if end?.isSuccess == true {
      // A filter that has answered and ends in order does what `head` does.
      if !isTold { diedInRest = end }
    } else if isTold {
      run.fail(program.failure("the process of \(program.name) \(words) at its end"))
    } else {
      noteLoss(words)
    }
  }

  /// Answers were used: the filter is of use.
  func noteUse() {
    deaths.noteAnswer()
    surpluses.noteAnswer()
    silence.heard()
    if limit < Self.mostRetried { limit += 1 + limit / 4 }
  }

  /// An element has failed, which is an end of it, too.
  func noteFailure() {
    deaths.noteProgress()
    surpluses.noteProgress()
  }

  private func learn(_ count: Int, since started: Int64) {
    let now = MonotonicClock.now
    if closes {
      stall.noteAnswer(now)
      // The more it is given at once, the fewer processes it takes.
      return window.widen()
    }
    // What was there at once says nothing of the time that it took.
    if now - started > 2_000 { window.learn(count: count, nanoseconds: now - max(started, sentAt)) }
  }

  /// No answer of a slice is used: its elements are tried again, one at a time.
  private func reject(_ range: Range<Int>, _ loss: ProcessLoss) {
    let isTold = closes
    let words = PluginProcess.words(of: dropProcess(after: loss))
    if context.stop.isOpen { return }
    switch loss {
    case .repeated(let what) where run.stopsOnFailure:
      return run.fail(program.failure("the process of \(program.name) \(what)"))
    case .repeated(let what): noteLoss(what, &surpluses)
    case .broke(let what): noteLoss(what)
    case .ended where isTold: stall.noteMiss()
    case .ended: noteLoss(words)
    case .timedOut, .stopped: break
    }
    if !run.stopsOnFailure { limit = max(8, range.count / 8) }
    trialEnd = range.upperBound
    soloEnd = range.count == 1 ? trialEnd : range.lowerBound
  }

  /// The process did something, in words that follow "the process", and another takes its place.
  private func noteLoss(_ words: String) {
    noteLoss(words, &deaths)
  }

  private func noteLoss(_ words: String, _ deaths: inout DeathRecord) {
    deaths.noteDeath()
    deaths.noteReplacement()
    if let failure = deaths.failure("the process of \(program.name) \(words)") {
      return run.fail(failure)
    }
    // Nothing takes the place of one that kept state: see `occupant`.
    guard !run.keepsState, let warning = deaths.warning(words) else { return }
    context.log.write(
      .warning,
      "the process of \(program.name) \(warning)",
      stage: context.workerInfo.stage
    )
  }
}
