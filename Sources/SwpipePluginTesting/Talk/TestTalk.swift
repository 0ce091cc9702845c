internal import SwpipeCore
internal import SwpipePlugins
internal import SwpipeSystem

/// A process of the plugin under test, and what was said to it and by it; belongs to one thread.
final class TestTalk {
  let channel: ProcessChannel
  private let subject: TestSubject
  private var codec = FramesCodec(sendsIndices: false)
  /// Frames that are about no element, and have not been looked at.
  private var words: [Word] = []
  /// What the process does; nil before its START.
  private var job: TestJob?
  /// By id, of all elements that were sent.
  private(set) var answers: [UInt64: TestAnswer] = [:]
  private(set) var openCount = 0
  /// Told of each element that is answered and has not failed.
  var record: TestRecord?
  private var nextID: UInt64 = 0
  private var hasEnded = false

  /// A frame that is about no element.
  private enum Word {
    case manifest([UInt8])
    case started
    case ended
    case refused(String)
  }

  /// Nanoseconds that a process has to end once its standard input is closed.
  private static let endGrace: Int64 = 1_000_000_000
  /// Nanoseconds between the last word of a process and its end, a core dump between the two.
  private static let crashGrace: Int64 = 3_000_000_000

  init(_ child: any Child, _ subject: TestSubject) {
    self.subject = subject
    channel = ProcessChannel(child, stop: -1)
  }

  deinit {
    if !hasEnded { subject.children.end(channel.child) }
  }

  // MARK: Start and end

  /// HELLO, with the versions that swpipe is to speak, and the manifest that answers it.
  func hello(versions: String = "1") throws(TestObjection) -> (manifest: PluginManifest, [UInt8]) {
    sendHello(versions: versions)
    return try manifestOfSentHello()
  }

  /// Waits for the answer to HELLO.
  func manifestOfSentHello() throws(TestObjection) -> (manifest: PluginManifest, [UInt8]) {
    switch try next("answer HELLO") {
    case .manifest(let json):
      do throws(ManifestProblem) {
        return (try PluginManifest.read(json), json)
      } catch {
        throw .failed("sent a manifest that is wrong: \(error.description)")
      }
    case .refused(let reason): throw .failed("refused HELLO: \(reason)")
    case .started, .ended: throw .failed("answered HELLO by something else than its manifest")
    }
  }

  func sendHello(versions: String) {
    let hello = "{\"swpipe\":\"\(SwpipeVersion.text)\",\"protocol\":[\(versions)]}"
    PluginFrame.append(.hello, Array(hello.utf8), to: &channel.pending)
  }

  /// Waits for the answer to a HELLO whose versions are all strange; what it says.
  func refusalOfHello() throws(TestObjection) -> String {
    switch try next("answer a HELLO with unknown versions") {
    case .refused(let reason): return reason
    case .manifest: throw .failed("chose a version that it was not offered")
    case .started, .ended: throw .failed("answered HELLO by something else than its manifest")
    }
  }

  /// HELLO and START; what it says where it refuses.
  func start(_ job: TestJob, index: Int = 0, restarts: Int = 0) throws(TestObjection) -> String? {
    _ = try hello()
    sendStart(job, index: index, restarts: restarts)
    return try refusalOfStart()
  }

  func sendStart(_ job: TestJob, index: Int, restarts: Int) {
    self.job = job
    codec = FramesCodec(sendsIndices: job.transform.needsElementIndex)
    PluginFrame.append(
      .start,
      Array(job.startJSON(index: index, restarts: restarts).utf8),
      to: &channel.pending
    )
  }

  func refusalOfStart() throws(TestObjection) -> String? {
    switch try next("answer START") {
    case .started: return nil
    case .refused(let reason):
      guard reason.contains(where: { !$0.isWhitespace }) else {
        throw .failed(
          subject.speaksFrames
            ? "refused START and did not say why"
            : "never starts: \(LibraryTransform.silentStart), which swpipe_fail gives"
        )
      }
      return reason
    case .manifest, .ended: throw .failed("answered START by something else than STARTED")
    }
  }

  /// DONE and ENDED.
  func done() throws(TestObjection) {
    sendDone()
    try endedAfterSentDone()
  }

  /// Waits for the answer to DONE.
  func endedAfterSentDone() throws(TestObjection) {
    switch try next("answer DONE") {
    case .ended: return
    case .refused(let reason): throw .failed("could not end: \(reason)")
    case .manifest, .started: throw .failed("answered DONE by something else than ENDED")
    }
  }

  func sendDone() {
    let failed = answers.values.count { $0.failure != nil }
    let status = StageStatus(
      activeWorkers: 0,
      elementsIn: answers.count,
      elementsOut: answers.values.reduce(0) { $0 + $1.given },
      failed: failed,
      last: true
    )
    FramesGreeting.appendDone(status, isStopped: false, to: &channel.pending)
  }

  /// Closes its standard input and waits a second for its end; how it ended.
  ///
  /// `heedsOutput` objects to what is written after the last word; `watch` is called once the process
  /// has ended, before what is left of it is killed.
  func finish(
    heedsOutput: Bool = true,
    watch: () throws(TestObjection) -> Void = {}
  ) throws(TestObjection) -> ProcessEnd {
    channel.closeInput()
    let deadline = MonotonicClock.now + TestTalk.endGrace
    var isOver = false
    while !isOver {
      switch channel.wait(until: deadline, heedsStop: false) {
      case .received:
        if heedsOutput, try read() { throw .failed("said something after its last word") }
        if !heedsOutput { channel.received.consume(channel.received.bytes.count) }
      case .sent, .rung: break
      case .ended, .deaf, .timedOut, .stopped: isOver = true
      }
    }
    let left = deadline - MonotonicClock.now
    guard DescriptorWait.forEnd(of: channel.child.descriptor, nanoseconds: left) else {
      throw .failed("still runs a second after its standard input was closed")
    }
    try watch()
    return end()
  }

  /// Ends the process, whatever it does; how it had ended.
  @discardableResult
  func end() -> ProcessEnd {
    hasEnded = true
    return subject.children.end(channel.child)
  }

  // MARK: Elements

  /// Sends elements in one batch; their ids.
  @discardableResult
  func send(_ elements: [[UInt8]], depth: Int = 1) -> Range<UInt64> {
    let first = nextID
    guard let batch = job?.batch(elements, from: Int64(first), depth: depth) else {
      return first..<first
    }
    codec.encode(
      Slice(batch, 0..<batch.count),
      0..<batch.count,
      firstID: first,
      to: &channel.pending
    )
    nextID += UInt64(elements.count)
    for id in first..<nextID { answers[id] = TestAnswer() }
    openCount += elements.count
    return first..<nextID
  }

  /// Goes on with ids from a number on, as a process does that takes another one's place.
  func number(from id: UInt64) {
    nextID = id
  }

  func cancel(_ id: UInt64) {
    codec.encodeCancel(id, to: &channel.pending)
  }

  /// Waits until every element has its answer, and objects to what none may be.
  func awaitAnswers() throws(TestObjection) {
    while openCount > 0 {
      let count = openCount
      try awaitMore("answer \(count == 1 ? "an element" : "\(count) elements")") {
        openCount < count || !words.isEmpty
      }
      if let word = words.first { throw .failed(breach(of: word)) }
    }
    guard let job else { return }
    for answer in answers.values {
      if let objection = answer.objection(to: job.work) { throw .failed(objection) }
      if case .done = answer.end { record?.noteSuccess() }
    }
  }

  /// What is wrong with a word that comes in the place of an answer.
  private func breach(of word: Word) -> String {
    guard case .refused(let reason) = word else {
      return "answered elements by something else than RESULT or FAIL"
    }
    // What a library has done comes so as well, see `ServedWorker`.
    return subject.speaksFrames
      ? "answered an element by REFUSED (\(reason)), which is no answer; FAIL is" : reason
  }

  // MARK: Reading

  private func next(_ what: String) throws(TestObjection) -> Word {
    try awaitMore(what) { !words.isEmpty }
    return words.removeFirst()
  }

  /// Sends what is pending and reads until something is so; objects past the time limit.
  private func awaitMore(_ what: String, until isDone: () -> Bool) throws(TestObjection) {
    let deadline = MonotonicClock.now + subject.timeout
    channel.flush()
    while true {
      try read()
      if isDone() { return }
      switch channel.wait(until: deadline, heedsStop: false) {
      case .received, .sent, .rung: break
      case .ended:
        try read()
        if isDone() { return }
        throw .failed("\(lastWords()) and did not \(what)")
      case .deaf: throw .failed("closed its standard input and did not \(what)")
      case .timedOut, .stopped:
        throw .failed("did not \(what) within \(DurationText.text(subject.timeout))")
      }
    }
  }

  /// How a process ended that says nothing more.
  private func lastWords() -> String {
    let process = channel.child.descriptor
    let isOver = DescriptorWait.forEnd(of: process, nanoseconds: TestTalk.crashGrace)
    let end = end()
    return isOver ? end.words : "closed its standard output"
  }

  /// Takes what has come; whether that was anything.
  @discardableResult
  private func read() throws(TestObjection) -> Bool {
    do throws(ProcessLoss) {
      let bytes = channel.received.bytes
      let count = try codec.decode(bytes) { (answer) throws(ProcessLoss) in try take(answer) }
      channel.received.consume(count)
      return count > 0
    } catch {
      throw .failed(error.breach ?? "ended")
    }
  }

  private func take(_ answer: PluginAnswer) throws(ProcessLoss) {
    switch answer {
    case .emit(let id, let bytes):
      try expectOpen(id)
      answers[id]?.take(bytes, as: job?.gives ?? .text)
    case .done(let id, let isKept): try close(id, .done(isKept: isKept))
    case .failed(let id, let message):
      if message.isEmpty { throw .broke("failed an element and did not say why") }
      try close(id, .failed(message))
    case .manifest(let json): words.append(.manifest(json))
    case .started: words.append(.started)
    case .ended: words.append(.ended)
    case .refused(let reason): words.append(.refused(reason))
    }
  }

  private func close(_ id: UInt64, _ end: TestAnswer.End) throws(ProcessLoss) {
    try expectOpen(id)
    answers[id]?.end = end
    openCount -= 1
  }

  private func expectOpen(_ id: UInt64) throws(ProcessLoss) {
    guard let answer = answers[id] else {
      throw .broke("answered the id \(id), which it was not given")
    }
    if answer.end != nil { throw .broke("answered the id \(id) twice") }
  }
}
