internal import SwpipeCore
internal import SwpipeSystem

/// Gives the elements of one worker to a plugin's process and takes its answers; replaces the process
/// when it dies, breaks the protocol, or takes too long.
///
/// Belongs to one thread. Elements are sent ahead within a window, and answers may come in any order.
/// Those of a slice at hand are handed on in the elements' order; a worker that works on several elements
/// at once takes them on with `submit` and begins a slice with those that have their answer.
final class RemoteExchange<Codec: PluginCodec> {
  let program: PluginProcess
  let work: Operator
  let context: TransformContext
  let run: ProgramContext
  private let newCodec: Codec
  var codec: Codec
  let concurrency: Int

  var channel: ProcessChannel?
  var elements = ElementsAtHand()
  /// By ticket.
  var stored: [Int: StoredAnswer] = [:]
  private var window: SendWindow
  private var nextID: UInt64 = 0
  /// By ticket: when the process must have answered, where the stage has a timeout.
  var deadlines: [Int: Int64] = [:]
  /// Ids that were asked to be given up, and until when that is waited for.
  var cancelled: [UInt64: Int64] = [:]
  /// What tickets are more than the positions of the slice at hand; nil where none is.
  var offset: Int?
  /// The position where the slice at hand ends.
  private var sliceEnd = 0
  /// What rings when the worker has to look after something else than answers.
  var bell: Int32 = -1
  /// How many elements the one whose turn it is has given so far.
  var emitted = 0
  var lastAnswer: Int64 = 0
  /// When the last call returned, where the stage has a timeout.
  private var leftAt: Int64?
  var silence: SilenceNote
  var deaths: DeathRecord
  /// What is to come after the elements at hand, and how long answers are waited for that hold it up;
  /// of a filter alone.
  let watch: (any InputWatch)?
  var stall: StallPatience?
  /// Whether the process at hand has answered an element.
  var hasAnswered = false
  /// How the last process ended, where that was while it had no element and none has come since.
  var diedInRest: ProcessEnd?

  /// The bytes that are put together before they can be sent.
  private static var mostPending: Int { 256 << 10 }
  /// Nanoseconds after which elements that were not sent may go to another worker.
  private static var patience: Int64 { 8_000_000 }
  /// The bytes of an element without an end past which it gives them while there are more to come.
  static var mostStored: Int { 64 << 10 }
  /// Nanoseconds in which a cancelled element must be answered.
  static var cancelGrace: Int64 { 1_000_000_000 }

  /// Starts the process.
  init(
    _ program: PluginProcess,
    codec: Codec,
    concurrency: Int,
    work: Operator,
    silence: SilenceNote,
    _ context: TransformContext
  ) throws(RunFailure) {
    self.program = program
    self.work = work
    self.context = context
    run = program.run
    self.concurrency = concurrency
    self.silence = silence
    newCodec = codec
    self.codec = codec
    deaths = DeathRecord(mostUseless: program.greets ? 100 : 10)
    watch = program.greets ? nil : try run.watchInput?()
    stall = program.greets ? nil : StallPatience()
    window = SendWindow(
      concurrency: concurrency,
      isFixed: run.timeout > 0 || concurrency > 1
    )
    channel = try program.start()
  }

  // MARK: A slice after the other

  /// The first position of the slice at hand that was never sent.
  var untouched: Int { elements.touchedEnd - (offset ?? 0) }

  /// Takes on the elements of the next slice, and forgets those of the last.
  func begin(_ batch: Batch, _ range: Range<Int>) {
    elements.removeAll()
    stored = [:]
    deadlines = [:]
    emitted = 0
    offset = elements.add(batch, range) - range.lowerBound
  }

  /// Lets go of the elements of a slice that is over; those that were taken on one by one stay.
  func forget() {
    if bell < 0 { elements.removeAll() }
  }

  /// Gives what has been answered, waiting for the first of it.
  func apply(_ slice: borrowing Slice, _ output: inout BatchBuilder) throws(ElementFailure) {
    let (position, bytes) = (output.position, output.byteCount)
    let entered = enter()
    defer {
      takeBackUnfinished(&output)
      leave()
    }
    sliceEnd = slice.range.upperBound
    while output.position < sliceEnd, !context.stop.isOpen {
      try deliverStored(&output)
      if output.position == sliceEnd || output.isFull { break }
      guard let channel = occupant() else { return }
      let end = sliceEnd + (offset ?? 0)
      send(bell >= 0 ? elements.tickets : turn(output)..<end, channel)
      if stored[turn(output)]?.end != nil { continue }
      channel.flush()
      if output.position != position || output.byteCount != bytes { break }
      let hasUntouched = bell < 0 && run.takesBack && elements.touchedEnd < end
      let patience = hasUntouched ? entered + Self.patience : nil
      if !exchange(channel, until: patience, &output) { break }
      // What has not been sent may go to another worker.
      if let patience, MonotonicClock.now >= patience { break }
    }
  }

  /// The ticket of the element whose turn it is; -1 where no slice is at hand, or all of it is done.
  func turn(_ output: borrowing BatchBuilder) -> Int {
    guard let offset, output.position < sliceEnd else { return -1 }
    return offset + output.position
  }

  // MARK: Time

  func enter() -> Int64 {
    let now = MonotonicClock.now
    resumeDeadlines(at: now)
    forgetDead()
    return now
  }

  func leave() {
    // Its end is news only to those who wait for it.
    if let channel, elements.openCount == 0, channel.unsentCount == 0 {
      program.rest(channel, hasState: run.keepsState && hasAnswered)
    }
    leftAt = run.timeout > 0 ? MonotonicClock.now : nil
  }

  /// Lets go of a process that ended while it had no element; another one starts when there is one.
  private func forgetDead() {
    guard let channel, let end = program.deathInRest(channel) else { return }
    self.channel = nil
    cancelled = [:]
    diedInRest = end
  }

  /// Puts off what is due by the time between two calls, in which nobody could take an answer: the wait
  /// for room in the next queue, or for the next try, is not the plugin's.
  private func resumeDeadlines(at now: Int64) {
    guard let leftAt else { return }
    let gap = now - leftAt
    for (ticket, moment) in deadlines {
      deadlines[ticket] = moment.addingReportingOverflow(gap).overflow ? .max : moment + gap
    }
    for (id, moment) in cancelled { cancelled[id] = moment + gap }
  }

  /// The process, started now if there is none; nil where the run stops.
  func occupant() -> ProcessChannel? {
    if let channel { return channel }
    diedInRest = nil
    do throws(RunFailure) {
      codec = newCodec
      channel = try program.start()
      hasAnswered = false
    } catch {
      run.fail(error)
    }
    lastAnswer = MonotonicClock.now
    return channel
  }

  // MARK: Sending

  /// Sends what the window has room for; those that cannot be sent have failed.
  func send(_ tickets: Range<Int>, _ channel: ProcessChannel) {
    while channel.isInputOpen, channel.unsentCount < Self.mostPending,
      let next = elements.nextToSend(
        head: tickets.lowerBound,
        end: tickets.upperBound,
        window: window.size,
        singly: concurrency > 1
      )
    {
      let count = elements.withStretch(of: next.lowerBound) { slice, offset in
        let positions = next.lowerBound - offset..<next.upperBound - offset
        return encode(slice, positions, to: channel)
      }
      guard case .sent(let sent) = count else {
        if case .refused(let reason) = count {
          elements.noteRefused(next.lowerBound)
          stored[next.lowerBound] = StoredAnswer()
          stored[next.lowerBound]?.end = .failed("the element \(reason)")
        }
        continue
      }
      let tickets = next.lowerBound..<next.lowerBound + sent
      if elements.openCount == 0 {
        lastAnswer = MonotonicClock.now
        stall?.noteNews(lastAnswer)
      }
      elements.noteSent(tickets, id: nextID)
      nextID += UInt64(sent)
      if run.timeout > 0 {
        let moment = MonotonicClock.now.addingReportingOverflow(run.timeout)
        for ticket in tickets { deadlines[ticket] = moment.overflow ? .max : moment.0 }
      }
    }
  }

  private enum Encoded {
    /// So many of them.
    case sent(Int)
    /// The first cannot be sent.
    case refused(String)
  }

  /// Appends a frame of the first of these elements, up to one that cannot be sent or that would make it
  /// too large.
  private func encode(
    _ slice: borrowing Slice,
    _ positions: Range<Int>,
    to channel: ProcessChannel
  ) -> Encoded {
    if let reason = refusal(slice, positions.lowerBound) { return .refused(reason) }
    var end = positions.lowerBound + 1
    var size = slice.withElement(positions.lowerBound) { $0.count }
    while end < positions.upperBound, size < Self.mostPending, refusal(slice, end) == nil {
      size += slice.withElement(end) { $0.count }
      end += 1
    }
    codec.encode(slice, positions.lowerBound..<end, firstID: nextID, to: &channel.pending)
    return .sent(end - positions.lowerBound)
  }

  private func refusal(_ slice: borrowing Slice, _ position: Int) -> String? {
    slice.withElement(position) { codec.refusal(of: $0) }
  }

  // MARK: Receiving

  /// Waits for what comes next and does what follows from it; false where the bell rang.
  func exchange(
    _ channel: ProcessChannel,
    until patience: Int64?,
    _ output: inout BatchBuilder
  ) -> Bool {
    guard self.channel === channel else { return true }
    let moment = [
      deadlines.values.min(), cancelled.values.min(), silence.moment(since: lastAnswer), patience,
      elements.openCount > 0 && channel.isInputOpen ? stall?.moment : nil,
    ]
    .compactMap { $0 }.min()
    switch channel.wait(until: moment, bell: bell) {
    case .received:
      do throws(ProcessLoss) {
        try receive(channel, &output)
      } catch {
        replace(error, &output)
      }
    case .sent, .stopped: break
    case .ended: replace(.ended, &output)
    // What it said last is read first.
    case .deaf where channel.awaitEnd(): break
    case .deaf: replace(.broke("closed its standard input"), &output)
    case .timedOut: noteTime(channel, &output)
    case .rung: return false
    }
    return true
  }

  private func receive(
    _ channel: ProcessChannel,
    _ output: inout BatchBuilder
  ) throws(ProcessLoss) {
    let before = elements.openCount
    defer {
      let now = MonotonicClock.now
      window.learn(count: before - elements.openCount, nanoseconds: now - lastAnswer)
      if before != elements.openCount {
        hasAnswered = true
        silence.heard()
        deaths.noteAnswer()
      }
      lastAnswer = now
      stall?.noteNews(now)
    }
    let count = try codec.decode(channel.received.bytes) { (answer) throws(ProcessLoss) in
      try take(answer, &output)
    }
    channel.received.consume(count)
  }

  private func take(_ answer: PluginAnswer, _ output: inout BatchBuilder) throws(ProcessLoss) {
    switch answer {
    case .emit(let id, let bytes):
      guard let ticket = try ticket(of: id) else { return }
      if ticket == turn(output), stored[ticket] == nil {
        emit(bytes, &output)
      } else {
        stored[ticket, default: StoredAnswer()].append(bytes)
      }
    case .done(let id, let isKept):
      if cancelled.removeValue(forKey: id) != nil { return }
      guard let ticket = try ticket(of: id) else { return }
      noteAnswered(ticket)
      if ticket == turn(output), stored[ticket] == nil, work != .map || emitted == 1 {
        finish(isKept, &output)
      } else {
        stored[ticket, default: StoredAnswer()].end = .done(isKept: isKept)
      }
    case .failed(let id, let message):
      if cancelled.removeValue(forKey: id) != nil { return }
      guard let ticket = try ticket(of: id) else { return }
      noteAnswered(ticket)
      stored[ticket] = StoredAnswer()
      stored[ticket]?.end = .failed(message)
    case .started, .manifest, .ended, .refused:
      throw .broke("sent a frame that has no place between elements")
    }
  }

  /// The element with an id; nil for one that was given up.
  private func ticket(of id: UInt64) throws(ProcessLoss) -> Int? {
    // Its parts may come before its end, and nobody wants either.
    if cancelled[id] != nil { return nil }
    if let ticket = elements.ticket(of: id) { return ticket }
    if let ticket = elements.answeredTicket(of: id) {
      let index = elements.withStretch(of: ticket) { slice, offset in
        "\(slice.elementIndex(ticket - offset))"
      }
      throw .repeated("answered the element \(index) twice")
    }
    if id < nextID { throw .repeated("answered the id \(id) a second time") }
    throw .broke(program.unasked(id: id))
  }

  func noteAnswered(_ ticket: Int) {
    elements.noteAnswered(ticket)
    deaths.noteProgress()
    deadlines[ticket] = nil
  }
}
