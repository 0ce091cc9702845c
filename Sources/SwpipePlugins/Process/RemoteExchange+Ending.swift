internal import SwpipeCore
internal import SwpipeSystem

extension RemoteExchange {
  /// Lets the process do what it has to do at its end, another one in its stead where it has died.
  func end(_ status: StageStatus?) throws(RunFailure) {
    _ = enter()
    guard let status else {
      if let channel { program.end(channel) }
      channel = nil
      return
    }
    if let end = diedInRest, !context.stop.isOpen {
      // A filter that ended in order had no more to do; whatever else it was, its end is missing.
      if end.isSuccess, !program.greets { return }
      throw program.failure("the process of \(program.name) \(end.words) at its end")
    }
    if let channel, !heedsCancels(channel) {
      // It would not heed its end either.
      program.end(channel)
      self.channel = nil
      run.noteRestart()
      if let failure = lostState(.timedOut, "") { throw failure }
    }
    if channel == nil, program.greets, !context.stop.isOpen { channel = try program.start() }
    guard let channel else { return }
    self.channel = nil
    try program.finish(channel, status, isStopped: context.stop.isOpen)
  }

  /// Waits until all elements that were to be given up are, as long as they may take.
  private func heedsCancels(_ channel: ProcessChannel) -> Bool {
    while let moment = cancelled.values.min() {
      switch channel.wait(until: moment) {
      case .received:
        let count = try? codec.decode(channel.received.bytes) { answer in
          switch answer {
          case .done(let id, _), .failed(let id, _): cancelled[id] = nil
          case .emit, .started, .manifest, .ended, .refused: break
          }
        }
        guard let count else { return false }
        channel.received.consume(count)
      case .sent, .rung: break
      case .timedOut, .stopped, .ended, .deaf: return false
      }
    }
    return true
  }
}
