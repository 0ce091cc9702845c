internal import SwpipeCore
internal import SwpipeSystem

extension LinesExchange {
  /// What came of waiting for answers.
  enum Heard {
    /// As many whole lines as are due, and nothing more can be read; not where the filter is to come to
    /// its end.
    case complete
    /// More than that.
    case surplus
    /// More bytes than may be kept without knowing whose they are.
    case tooMuch
    /// It reads no more, and has not ended.
    case deaf
    /// The process has ended, or closed its standard output.
    case ended
    /// The moment has come.
    case late
    case stopped
  }

  /// The bytes of answers to several elements past which they are tried again in smaller parts.
  private static var mostUnchecked: Int { 64 << 20 }

  /// Sends what is to be sent and waits until so many lines have come.
  func hear(_ channel: ProcessChannel, count: Int, until moment: Int64?) -> Heard {
    channel.flush()
    while true {
      if closes, channel.unsentCount == 0 { channel.closeInput() }
      switch channel.wait(until: moment) {
      case .received:
        stall.noteNews(MonotonicClock.now)
        counted.scan(channel.received.bytes)
        if counted.count > count || (counted.count == count && !isWhole(channel)) {
          return .surplus
        }
        let most = count == 1 ? run.mostReceived : min(run.mostReceived, Self.mostUnchecked)
        if channel.received.bytes.count > most { return .tooMuch }
        if counted.count == count, !closes, isIdle(channel) { return .complete }
      case .sent, .rung: break
      // What it said last is read first.
      case .deaf where channel.awaitEnd(): break
      case .deaf: return .deaf
      case .ended: return .ended
      case .timedOut: return .late
      case .stopped: return .stopped
      }
    }
  }

  /// Waits until a filter that has answered all goes to sleep, as it does when it reads on, so that it has
  /// written all that it has to say; whether there is nothing to read then.
  ///
  /// One that never does is not waited for for long.
  private func isIdle(_ channel: ProcessChannel) -> Bool {
    let until = MonotonicClock.now + idleness.patience
    while true {
      let isAsleep = channel.child.isAsleep
      guard channel.isQuiet else { return false }
      if isAsleep == true || MonotonicClock.now >= until {
        idleness.note(isAsleep == true)
        return true
      }
      guard channel.isQuiet(for: Idleness.pause) else { return false }
    }
  }

  /// Whether all that has come are whole lines.
  func isWhole(_ channel: ProcessChannel) -> Bool {
    counted.byteCount == channel.received.bytes.count
  }

  /// Whether so many whole lines have come and nothing else.
  func isComplete(_ channel: ProcessChannel, _ count: Int) -> Bool {
    counted.count == count && isWhole(channel)
  }

  func noteSilence(_ now: Int64) {
    guard let note = silence.note(since: stall.lastNews, now: now) else { return }
    context.log.write(.warning, note, stage: context.workerInfo.stage)
  }

  /// Tells a filter that has read everything, and owes answers that nobody goes on without, that nothing
  /// more comes.
  ///
  /// `isLast` is whether it has all the elements that the worker has.
  func closeIfStalled(_ channel: ProcessChannel, _ now: Int64, isLast: Bool) {
    guard !closes else { return }
    // Where nobody knows what is to come, as in a sync stage, whoever feeds it waits.
    let outlook = isLast ? watch?.outlook ?? .more : .more
    guard stall.isOver(now), channel.hasReadAll, channel.child.isAsleep != false else { return }
    switch outlook {
    case .ended: closes = true
    // A filter that keeps state is named by its silence: its end would be that of the run.
    case .more: closes = run.timeout == 0 && !run.keepsState
    case .unknown: break
    }
    if closes { stall.noteClose(now) }
  }
}
