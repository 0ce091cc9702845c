private import Glibc
internal import SwpipeCore
internal import SwpipeSystem

/// Gives the elements of one worker to a filter, a line each, and takes a line for each.
///
/// Nothing but their number says which answer is whose. So lines go out in slices, and the answers of a
/// slice are used only once as many whole lines have come as were sent, and nothing more can be read.
/// Otherwise none of them is used: another process takes the place of this one, and the elements of the
/// slice are tried again one at a time; see `LinesExchange+Trying`. Belongs to one thread.
final class LinesExchange {
  let program: PluginProcess
  /// What the stage does with an answer.
  let work: Operator
  let context: TransformContext
  let run: ProgramContext
  /// What is to come after the elements at hand, where the worker can know.
  let watch: (any InputWatch)?

  var channel: ProcessChannel?
  private var hasStarted = false
  var window: SendWindow
  /// The most elements of a slice: fewer where slices have gone wrong lately.
  var limit: Int
  /// The positions whose lines are with the filter.
  var out: Range<Int>?
  var counted = CountedLines()
  /// Answers that may be used.
  var answers: CheckedAnswers?
  /// Elements before it are tried one at a time.
  var trialEnd = 0
  /// Of those, the ones before it each in a process of its own.
  var soloEnd = 0
  private var touchedEnd = 0
  /// Whether the standard input of the filter is to be closed once all is sent.
  var closes = false
  var sentAt: Int64 = 0
  /// The element whose answer could not be used, until the engine has decided on it.
  private var failedAt: Int?
  /// What became of the last process, in words that follow "the process"; nil where none is gone.
  private var lossWords: String?
  /// Whether a process has been sent a line.
  private var hasSent = false
  /// How the last process ended, where that was while it had no element and none has come since.
  var diedInRest: ProcessEnd?
  var silence: SilenceNote
  var deaths = DeathRecord()
  /// The same for processes that answered a line too many.
  var surpluses = DeathRecord(mostUseless: 100)
  var stall = StallPatience()
  var idleness = Idleness()

  /// The bytes that are put together before they are sent.
  private static let mostPending = 256 << 10
  /// The most elements of a slice that may have to be tried again one at a time.
  static let mostRetried = 1024

  /// Starts the process.
  init(
    _ program: PluginProcess,
    work: Operator,
    silence: SilenceNote,
    _ context: TransformContext
  ) throws(RunFailure) {
    self.program = program
    self.work = work
    self.context = context
    run = program.run
    self.silence = silence
    watch = try run.watchInput?()
    window = SendWindow(concurrency: 1, isFixed: run.timeout > 0)
    limit = run.stopsOnFailure ? .max : Self.mostRetried
    channel = try program.start()
    hasStarted = true
  }

  // MARK: Slices of the engine

  /// The first position of the slice at hand that was never sent.
  var untouched: Int { touchedEnd }

  func begin(_ range: Range<Int>) {
    if out != nil || answers != nil { drop() }
    touchedEnd = range.lowerBound
    trialEnd = range.lowerBound
    soloEnd = range.lowerBound
    failedAt = nil
  }

  /// Gives what may be used, waiting for the first of it.
  func apply(_ slice: borrowing Slice, _ output: inout BatchBuilder) throws(ElementFailure) {
    wake()
    defer { rest() }
    let position = output.position
    let end = slice.range.upperBound
    while output.position < end, !context.stop.isOpen {
      if answers != nil {
        try deliver(&output)
        if output.isFull { return }
        continue
      }
      if output.position != position { return }
      if let range = out {
        try awaitAnswers(range, slice)
      } else if output.position < trialEnd {
        try attempt(slice, output.position)
      } else {
        guard try send(slice, from: output.position, to: end) else { return }
        // What has not been sent may go to another worker, and what was is none of the queue's.
        if run.takesBack { return }
      }
    }
  }

  /// Hands on answers that may be used.
  private func deliver(_ output: inout BatchBuilder) throws(ElementFailure) {
    guard var given = answers else { return }
    answers = nil
    if failedAt == output.position {
      // It is tried again, by another question. Nothing else is out: see `sendsAhead`.
      failedAt = nil
      given.buffer.consume(given.lines.byteCount)
      return
    }
    failedAt = nil
    let bytes = given.buffer.bytes
    while given.next < given.lines.count {
      if output.isFull {
        answers = given
        return
      }
      let line = UnsafeRawBufferPointer(rebasing: bytes[given.lines[given.next]])
      given.next += 1
      switch work {
      case .map:
        output.append(line.bindMemory(to: UInt8.self).span)
        output.endElement()
      case .filter:
        guard let verdict = Verdict(line) else {
          failedAt = output.position
          answers = given
          throw ElementFailure(Verdict.objection(to: line))
        }
        output.decide(verdict.isKept)
      case .each, .flatMap, .route, .reduce: break
      }
      output.position += 1
    }
    given.buffer.consume(given.lines.byteCount)
  }

  // MARK: Sending

  /// Whether the next slice goes out before the answers of the last are handed on; not where one of those
  /// may have to be asked for again.
  var sendsAhead: Bool {
    run.timeout == 0 && (work != .filter || run.stopsOnFailure)
  }

  /// The process, started now if there is none; nil where the run stops.
  func occupant() -> ProcessChannel? {
    if let channel { return channel }
    // Another one would begin with nothing of what this one kept; `on_error` has no say in that.
    if run.keepsState, hasSent, !context.stop.isOpen {
      run.fail(PluginProcess.lostState(program.name, lossWords ?? "was replaced"))
      return nil
    }
    diedInRest = nil
    do throws(RunFailure) {
      channel = try program.start()
      if channel != nil, hasStarted { run.noteRestart() }
    } catch {
      run.fail(error)
    }
    closes = false
    return channel
  }

  /// Sends a slice that begins at a position; false where the run stops.
  func send(_ slice: borrowing Slice, from start: Int, to end: Int)
    throws(ElementFailure) -> Bool
  {
    guard let channel = occupant() else { return false }
    let most = min(end, start + min(window.size, limit))
    var last = start
    while last < most, channel.unsentCount < Self.mostPending {
      guard append(slice, last, to: channel) else {
        guard last == start else { break }
        throw ElementFailure("the element has a newline in it, so it is not one line")
      }
      last += 1
    }
    noteSent(start..<last)
    channel.flush()
    return true
  }

  func noteSent(_ range: Range<Int>) {
    out = range
    counted.removeAll()
    sentAt = MonotonicClock.now
  }

  /// Puts an element among what is to be sent; false where it is not one line.
  func append(_ slice: borrowing Slice, _ position: Int, to channel: ProcessChannel) -> Bool {
    touchedEnd = max(touchedEnd, position + 1)
    return slice.withElement(position) { element in
      element.withUnsafeBufferPointer { bytes in
        if let base = bytes.baseAddress, memchr(base, Int32(UInt8(ascii: "\n")), bytes.count) != nil
        {
          return false
        }
        channel.pending.append(contentsOf: bytes)
        channel.pending.append(UInt8(ascii: "\n"))
        hasSent = true
        return true
      }
    }
  }

  // MARK: Letting go

  /// Ends the process, whose answers nobody wants; how it had ended, nil where it had closed its
  /// standard output alone.
  @discardableResult
  func dropProcess(after loss: ProcessLoss? = nil) -> ProcessEnd? {
    out = nil
    guard let channel else { return nil }
    self.channel = nil
    let end = program.ending(of: channel, after: loss)
    lossWords =
      loss == .timedOut
      ? "took longer than the `timeout` of its stage" : loss?.breach ?? PluginProcess.words(of: end)
    return end
  }

  func drop() {
    dropProcess()
    answers = nil
  }

  /// Has the end of a process that has nothing to do told when it happens.
  private func rest() {
    if let channel, out == nil, channel.unsentCount == 0 { program.rest(channel, hasState: false) }
  }

  /// Lets go of a process that ended meanwhile; another one starts when there is an element.
  private func wake() {
    guard let channel, let end = program.deathInRest(channel) else { return }
    self.channel = nil
    diedInRest = end
    lossWords = end.words
  }

  var timeout: ElementFailure {
    let limit = Duration.text(nanoseconds: run.timeout)
    return ElementFailure("took longer than the timeout of \(limit)", kind: .timeout)
  }

  func end(_ status: StageStatus?) throws(RunFailure) {
    wake()
    guard let channel else {
      // A filter that ended in order had no more to do.
      guard status != nil, let end = diedInRest, !end.isSuccess, !context.stop.isOpen else {
        return
      }
      throw program.failure("the process of \(program.name) \(end.words) at its end")
    }
    self.channel = nil
    guard let status else {
      program.end(channel)
      return
    }
    try program.finish(channel, status, isStopped: context.stop.isOpen)
  }
}
