internal import SwpipeSystem

/// A process of this program's own that loads a library and asks it for its manifest, so that whatever
/// the library does is no more than an answer that does not come.
struct DescribingProcess: ~Copyable {
  /// How it ended.
  enum End: Hashable {
    case answered([UInt8])
    case tooLong
    case timedOut
    case ended(ProcessEnd)
  }

  private var process: StartedProcess
  private let answer: Descriptor
  private let errors: Descriptor
  /// What it wrote to standard error, the first bytes of it.
  private(set) var said: [UInt8] = []

  private static let saidLimit = 64 << 10

  /// Starts `swpipe worker --describe`, `program` being swpipe.
  init(_ program: String, _ path: String) throws(SystemError) {
    let answers = try Descriptor.pipe().release()
    let answer = Descriptor(answers.first)
    var streams = ChildStreams()
    streams.control = .descriptor(Descriptor(answers.second))
    let messages = try Descriptor.pipe().release()
    let errors = Descriptor(messages.first)
    streams.errors = .descriptor(Descriptor(messages.second))
    let process = try Spawner(executable: program).start(
      ["worker", "--describe", "\(ProcessEnvironment.processNumber)", path],
      // A backtrace would take longer than anybody waits.
      environment: ProcessEnvironment.setting([("SWIFT_BACKTRACE", "enable=no")]),
      streams
    )
    self.process = process
    self.answer = answer
    self.errors = errors
  }

  /// Waits until it has answered or ended, or the time is over; then ends it and all it has started.
  mutating func finish(nanoseconds: Int64) -> End {
    let deadline = MonotonicClock.moment(in: nanoseconds)
    var received: [UInt8] = []
    var early: End?
    var wait = DescriptorWait(process: process.descriptor)
    // Both are only read; the roles keep them apart.
    wait.input = answer.number
    wait.bell = errors.number
    while early == nil, wait.input >= 0 || wait.process >= 0 {
      let ready = (try? wait.wait(until: deadline)) ?? []
      if ready.isEmpty { early = .timedOut }
      if ready.contains(.rung),
        !DescribingProcess.read(errors, into: &said, limit: DescribingProcess.saidLimit)
      {
        wait.bell = -1
      }
      if ready.contains(.readable) {
        if !DescribingProcess.read(answer, into: &received, limit: LibraryAnswer.limit + 64) {
          wait.input = -1
        }
        early = DescribingProcess.end(received)
      }
      // What a process has written is there once it has ended, and is read in the rounds before this.
      if ready == .ended { break }
    }
    let end = process.finish()
    return early ?? .ended(end)
  }

  private static func end(_ received: [UInt8]) -> End? {
    guard let size = LibraryAnswer.size(of: received) else { return nil }
    if size > LibraryAnswer.limit { return .tooLong }
    return received.count >= size ? .answered(received) : nil
  }

  /// Reads what is there; false at its end.
  private static func read(
    _ descriptor: borrowing Descriptor,
    into bytes: inout [UInt8],
    limit: Int
  ) -> Bool {
    withUnsafeTemporaryAllocation(byteCount: 1 << 16, alignment: 1) { chunk in
      guard let count = try? Descriptor.read(descriptor.number, into: chunk), count > 0 else {
        return false
      }
      bytes.append(contentsOf: chunk.prefix(min(count, max(0, limit - bytes.count))))
      return true
    }
  }
}
