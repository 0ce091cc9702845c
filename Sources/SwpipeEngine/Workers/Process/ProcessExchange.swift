internal import SwpipeCore
internal import SwpipeSystem
internal import Synchronization

/// Gives elements to a worker process and takes what comes of them, slice by slice.
///
/// A second slice may be sent before the first one is answered; the process works on one after the
/// other, so its answers come in that order.
final class ProcessExchange {
  /// What became of a slice.
  enum Outcome {
    /// All of it is accounted for.
    case done
    /// The process died, in these words; what it had not accounted for may be tried again.
    case died(String)
    /// The element at hand took longer than the stage's `timeout`.
    case timedOut
    /// The run stops.
    case stopped
  }

  /// Elements of the slice at hand that are accounted for.
  private(set) var accounted = 0
  /// Whether a part of what the slice gave was handed on, which cannot be undone; never where an
  /// element that fails may be tried again or dropped.
  private(set) var isRevealed = false
  /// Tries of the element at hand, where the stage has a `timeout`.
  private(set) var tries = 0
  /// What the process took for the slice.
  private(set) var serviceNanoseconds: Int64 = 0

  private let seat: ProcessSeat
  private let lane: Lane
  private let control: RunControl
  private let plan: StagePlan
  /// What the slice has given so far, past what memory may hold, and the rest of it.
  private var held: HeldOutput?
  private var pending: [WorkerOutput] = []
  private var pendingBytes = 0
  /// The time that the transform has left for the element, while it does not work.
  private var left: Int64?
  private let mostPendingBytes: Int

  init(seat: ProcessSeat, lane: Lane) {
    self.seat = seat
    self.lane = lane
    control = lane.control
    plan = seat.plan
    mostPendingBytes = SpillFile.limit(memory: control.budget.limit)
  }

  /// Sends a slice and waits for what comes of it.
  ///
  /// `tries` of its element, if it is one, were made before, the first of which failed at
  /// `firstFailure`.
  func run(_ segment: Segment, tries: Int = 0, firstFailure: Int64 = 0) throws(RunFailure)
    -> Outcome
  {
    guard let connection = try seat.occupant() else {
      begin(tries: tries)
      return .stopped
    }
    return try finish(connection, tries: tries) { () throws(FrameLoss) in
      try connection.sender.send(frame(segment, tries: tries, firstFailure: firstFailure))
    }
  }

  /// Sends a slice to a process, without waiting for anything: whether that has ended meanwhile is seen
  /// by who waits for the answer.
  func sendAhead(_ segment: Segment, to connection: WorkerConnection) {
    try? connection.sender.sendAhead(frame(segment))
  }

  /// Waits for what comes of the first slice that was sent ahead to a process and not answered.
  func awaitAnswer(_ connection: WorkerConnection) throws(RunFailure) -> Outcome {
    try finish(connection, tries: 0) { () throws(FrameLoss) in }
  }

  private func frame(_ segment: Segment, tries: Int = 0, firstFailure: Int64 = 0) -> FrameWriter {
    var frame = FrameWriter(.batch)
    for target in lane.targets { frame.put(target.isClosed) }
    frame.put(tries)
    frame.put(firstFailure)
    frame.put(Slice(segment.batch, segment.range))
    return frame
  }

  private func begin(tries: Int) {
    accounted = 0
    isRevealed = false
    self.tries = tries
    drop()
  }

  /// Sends what is to be sent and takes the answer.
  private func finish(
    _ connection: WorkerConnection,
    tries: Int,
    sending send: () throws(FrameLoss) -> Void
  ) throws(RunFailure) -> Outcome {
    begin(tries: tries)
    defer { connection.reader.deadline = nil }
    do throws(FrameLoss) {
      try send()
      while try !receive(connection) {}
      return .done
    } catch {
      drop()
      let words = seat.vacate().words
      if control.isStopped { return .stopped }
      try seat.checkState(words, isTimeout: error == .timedOut)
      switch error {
      case .timedOut:
        // One that was stopped before it had begun has had its try, too.
        if self.tries == tries { self.tries += 1 }
        return .timedOut
      case .ended:
        seat.warnOfReplacement(words)
        return .died(words)
      case .garbled:
        let words = "sent what no worker process sends"
        seat.warnOfReplacement(words)
        return .died(words)
      }
    }
  }

  /// Takes one frame; true when it was the last one for the slice.
  private func receive(_ connection: WorkerConnection) throws(FrameLoss) -> Bool {
    let reader = connection.reader
    switch try connection.nextKind(control.log) {
    case .attempt:
      tries += 1
      let (deadline, overflow) = Clock.now.addingReportingOverflow(plan.timeout)
      reader.deadline = overflow ? nil : deadline
    case .waiting:
      left = reader.deadline.map { $0 - Clock.now }
      reader.deadline = nil
    case .resumed: reader.deadline = left.map { $0 + Clock.now }
    case .part:
      try take(reader)
      if pendingBytes > mostPendingBytes {
        let started = Clock.now
        try relieve()
        // The time of a wait for the queues below is not the transform's.
        if let deadline = reader.deadline { reader.deadline = deadline + Clock.now - started }
      }
    case .result:
      try take(reader)
      let isClosed = try reader.flag()
      serviceNanoseconds = try reader.long()
      reader.deadline = nil
      try commit()
      if isClosed { control.laneClosed(lane.unit) }
      return true
    default: throw .garbled
    }
    return false
  }

  private func take(_ reader: FrameReader) throws(FrameLoss) {
    let output = try read(reader)
    // A process that somebody else has asked to stop: another one takes its place.
    if output.hasAbandoned, !control.isStopped { throw .ended }
    pendingBytes += output.byteCount
    pending.append(output)
  }

  private func read(_ reader: FrameReader) throws(FrameLoss) -> WorkerOutput {
    try WorkerOutput(
      reader,
      units: seat.units.count,
      targets: lane.targets.count,
      control.topology,
      budget: control.budget
    )
  }

  /// Makes room in memory: on disk, or by handing on where nothing will ever be taken back.
  private func relieve() throws(FrameLoss) {
    if plan.onError == ErrorPolicy() {
      isRevealed = true
      return try commit()
    }
    try stopping { () throws(RunFailure) in
      let held = try openHeld()
      for output in pending {
        var part = FrameWriter(.part)
        output.put(to: &part)
        try held.append(part)
      }
    }
    pending = []
    pendingBytes = 0
  }

  private func openHeld() throws(RunFailure) -> HeldOutput {
    if let held { return held }
    let made = try HeldOutput(directory: control.temporaryDirectory)
    held = made
    return made
  }

  /// Forgets what the slice has given.
  private func drop() {
    held = nil
    pending = []
    pendingBytes = 0
  }

  /// Hands on, counts and settles what the process gave so far.
  private func commit() throws(FrameLoss) {
    let (held, outputs) = (held, pending)
    drop()
    try stopping { () throws(RunFailure) in
      try held?.finish()
      while let output = try held?.next(read) { commit(output) }
    }
    for output in outputs { commit(output) }
    seat.noteWork()
  }

  private func commit(_ output: WorkerOutput) {
    for (target, segment) in output.segments {
      lane.delivery.push(lane.targets[target], segment)
    }
    for (unit, change) in zip(seat.units, output.changes) {
      control.units[unit].counters.add(change)
    }
    account(for: output.changes[0].settled)
    for (unit, element) in output.failures {
      if unit == lane.unit { account(for: 1) }
      settle(element, unit: unit)
    }
    if let failure = output.failure { control.fail(failure) }
  }

  /// Does what may fail for a reason that stops the run.
  private func stopping(_ body: () throws(RunFailure) -> Void) throws(FrameLoss) {
    do throws(RunFailure) {
      try body()
    } catch {
      control.fail(seat.located(error))
      throw .ended
    }
  }

  /// Does with a failed element what its stage says.
  private func settle(_ element: FailedElement, unit: Int) {
    _ = lane.settle(element, counters: control.units[unit].counters)
  }

  /// Does with the first element of a segment, which this process could not be trusted with, what
  /// the stage says.
  func fail(_ segment: Segment, _ failure: ElementFailure, attempts: Int) {
    let element = FailedElement(
      Slice(segment.batch, segment.range),
      segment.range.lowerBound,
      failure,
      plan: plan,
      worker: seat.info,
      attempts: attempts
    )
    account(for: 1)
    settle(element, unit: lane.unit)
  }

  /// Elements were dropped because the run stops.
  func abandon(_ count: Int) {
    account(for: count)
    control.units[lane.unit].counters.drop(count, as: .abandoned)
  }

  private func account(for count: Int) {
    accounted += count
    control.units[lane.unit].counters.letGo(count)
  }
}
