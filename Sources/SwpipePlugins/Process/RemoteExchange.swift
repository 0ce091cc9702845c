private import CLinux
internal import SwpipeCore

/// Gives the elements of one worker to a plugin's process and takes its answers; replaces the process
/// when it dies, breaks the protocol, or takes too long.
///
/// Belongs to one thread. The elements of a slice are sent ahead within a window; answers in any order
/// are handed on in the elements' order.
final class RemoteExchange<Codec: PluginCodec> {
  let program: PluginProcess
  let work: Operator
  let context: TransformContext
  private let newCodec: Codec
  var codec: Codec
  let concurrency: Int

  var channel: ProcessChannel?
  var elements = SliceElements()
  var stored: [Int: StoredAnswer] = [:]
  private var window: SendWindow
  private var nextID: UInt64 = 0
  /// When the process must have answered each element, where the stage has a timeout.
  var deadlines: [Int: Int64] = [:]
  /// Ids that were asked to be given up, and until when that is waited for.
  var cancelled: [UInt64: Int64] = [:]
  /// How many elements the one whose turn it is has given so far.
  var emitted = 0
  var lastAnswer: Int64 = 0
  /// When the last call returned, where the stage has a timeout.
  private var leftAt: Int64?
  var silence: SilenceNote

  /// The bytes that are put together before they can be sent.
  private static var mostPending: Int { 256 << 10 }
  /// Nanoseconds after which elements that were not sent may go to another worker.
  private static var patience: Int64 { 8_000_000 }
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
    self.concurrency = concurrency
    self.silence = silence
    newCodec = codec
    self.codec = codec
    window = SendWindow(
      concurrency: concurrency,
      isFixed: context.timeout > 0 || concurrency > 1
    )
    channel = try program.start()
  }

  var untouched: Int { elements.touchedEnd }

  func begin(_ range: Range<Int>) {
    elements.begin(range)
    stored = [:]
    deadlines = [:]
    emitted = 0
  }

  /// Gives what has been answered, waiting for the first of it.
  func apply(_ slice: borrowing Slice, _ output: inout BatchBuilder) throws(ElementFailure) {
    let (position, bytes) = (output.position, output.byteCount)
    let entered = swp_monotonic_ns()
    resumeDeadlines(at: entered)
    defer { leftAt = context.timeout > 0 ? swp_monotonic_ns() : nil }
    while output.position < slice.range.upperBound, !context.stop.isOpen {
      try deliverStored(&output)
      if output.position == slice.range.upperBound || output.isFull { break }
      guard let channel = occupant() else { return }
      try send(slice, from: output.position, channel)
      channel.flush()
      if output.position != position || output.byteCount != bytes { break }
      let hasUntouched = context.takesBack && elements.touchedEnd < slice.range.upperBound
      let patience = hasUntouched ? entered + Self.patience : nil
      exchange(channel, slice, until: patience, &output)
      // What has not been sent may go to another worker.
      if let patience, swp_monotonic_ns() >= patience { break }
    }
  }

  /// Puts off what is due by the time between two calls, in which nobody could take an answer: the wait
  /// for room in the next queue, or for the next try, is not the plugin's.
  private func resumeDeadlines(at now: Int64) {
    guard let leftAt else { return }
    let gap = now - leftAt
    for (position, moment) in deadlines {
      deadlines[position] = moment.addingReportingOverflow(gap).overflow ? .max : moment + gap
    }
  }

  /// The process, started now if there is none; nil where the run stops.
  private func occupant() -> ProcessChannel? {
    if let channel { return channel }
    do throws(RunFailure) {
      codec = newCodec
      channel = try program.start()
    } catch {
      context.fail(error)
    }
    lastAnswer = swp_monotonic_ns()
    return channel
  }

  // MARK: Sending

  private func send(_ slice: borrowing Slice, from head: Int, _ channel: ProcessChannel)
    throws(ElementFailure)
  {
    while channel.unsentCount < Self.mostPending,
      let next = elements.nextToSend(
        head: head,
        end: slice.range.upperBound,
        window: window.size
      )
    {
      if next.lowerBound == head, let reason = refusal(slice, head) {
        throw ElementFailure("the element \(reason)")
      }
      // One that cannot be sent waits for its turn to fail; a frame holds no more than it should.
      var end = next.lowerBound + 1
      var size = slice.withElement(next.lowerBound) { $0.count }
      while end < next.upperBound, size < Self.mostPending, refusal(slice, end) == nil {
        size += slice.withElement(end) { $0.count }
        end += 1
      }
      if next.lowerBound != head, refusal(slice, next.lowerBound) != nil { break }
      let positions = next.lowerBound..<end
      if elements.openCount == 0 { lastAnswer = swp_monotonic_ns() }
      codec.encode(slice, positions, firstID: nextID, to: &channel.pending)
      elements.noteSent(positions, id: nextID)
      nextID += UInt64(positions.count)
      if context.timeout > 0 {
        let moment = swp_monotonic_ns().addingReportingOverflow(context.timeout)
        for position in positions { deadlines[position] = moment.overflow ? .max : moment.0 }
      }
    }
  }

  private func refusal(_ slice: borrowing Slice, _ position: Int) -> String? {
    slice.withElement(position) { codec.refusal(of: $0) }
  }

  // MARK: Receiving

  private func exchange(
    _ channel: ProcessChannel,
    _ slice: borrowing Slice,
    until patience: Int64?,
    _ output: inout BatchBuilder
  ) {
    guard self.channel === channel else { return }
    let moment = [
      deadlines.values.min(), cancelled.values.min(), silence.moment(since: lastAnswer), patience,
    ]
    .compactMap { $0 }.min()
    switch channel.wait(until: moment) {
    case .received:
      do throws(ProcessLoss) {
        try receive(channel, slice, &output)
      } catch {
        replace(error, &output)
      }
    case .sent, .stopped: break
    case .ended: replace(.ended, &output)
    // What it said last is read first.
    case .deaf where channel.awaitEnd(): break
    case .deaf: replace(.broke("closed its standard input"), &output)
    case .timedOut: noteTime(channel, &output)
    }
  }

  private func receive(
    _ channel: ProcessChannel,
    _ slice: borrowing Slice,
    _ output: inout BatchBuilder
  ) throws(ProcessLoss) {
    let before = elements.openCount
    defer {
      let now = swp_monotonic_ns()
      window.learn(count: before - elements.openCount, nanoseconds: now - lastAnswer)
      if before != elements.openCount { silence.heard() }
      lastAnswer = now
    }
    let count = try codec.decode(channel.received.bytes) { (answer) throws(ProcessLoss) in
      try take(answer, slice, &output)
    }
    channel.received.consume(count)
  }

  private func take(
    _ answer: PluginAnswer,
    _ slice: borrowing Slice,
    _ output: inout BatchBuilder
  ) throws(ProcessLoss) {
    switch answer {
    case .emit(let id, let bytes):
      guard let position = try position(of: id, slice) else { return }
      if position == output.position, stored[position] == nil {
        emit(bytes, &output)
      } else {
        stored[position, default: StoredAnswer()].append(bytes)
      }
    case .done(let id, let isKept):
      if cancelled.removeValue(forKey: id) != nil { return }
      guard let position = try position(of: id, slice) else { return }
      noteAnswered(position)
      if position == output.position, stored[position] == nil,
        work != .map || emitted == 1
      {
        finish(isKept, &output)
      } else {
        stored[position, default: StoredAnswer()].end = .done(isKept: isKept)
      }
    case .failed(let id, let message):
      if cancelled.removeValue(forKey: id) != nil { return }
      guard let position = try position(of: id, slice) else { return }
      noteAnswered(position)
      stored[position] = StoredAnswer()
      stored[position]?.end = .failed(message)
    case .started, .manifest, .ended, .refused:
      throw .broke("sent a frame that has no place between elements")
    }
  }

  /// The element with an id; nil for one that was given up.
  private func position(of id: UInt64, _ slice: borrowing Slice) throws(ProcessLoss) -> Int? {
    if let position = elements.position(of: id) { return position }
    // Its parts may come before its end, and nobody wants either.
    if cancelled[id] != nil { return nil }
    if let position = elements.answeredPosition(of: id) {
      throw .repeated("answered the element \(slice.elementIndex(position)) twice")
    }
    if id < nextID { throw .repeated("answered the id \(id) a second time") }
    throw .broke(program.unasked(id: id))
  }

  func noteAnswered(_ position: Int) {
    elements.noteAnswered(position)
    deadlines[position] = nil
  }
}
