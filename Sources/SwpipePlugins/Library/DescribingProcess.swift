private import CLinux
private import Glibc
internal import SwpipeCore

/// A process of this program's own that loads a library and asks it for its manifest, so that whatever
/// the library does is no more than an answer that does not come.
struct DescribingProcess {
  /// How it ended.
  enum End: Hashable {
    case answered([UInt8])
    case tooLong
    case timedOut
    case killed(signal: Int32)
    case exited(status: Int32)
  }

  private let child: Int32
  private let process: Int32
  private let answer: Int32
  private let errors: Int32
  /// What it wrote to standard error, the first bytes of it.
  private(set) var said: [UInt8] = []

  private static let saidLimit = 64 << 10

  /// Starts `swpipe worker --describe`, `program` being swpipe.
  init(_ program: String, _ path: String) throws(PluginProblem) {
    var answer: [Int32] = [-1, -1]
    var errors: [Int32] = [-1, -1]
    var code = swp_pipe(&answer)
    if code == 0 {
      code = swp_pipe(&errors)
      if code < 0 { for descriptor in answer { close(descriptor) } }
    }
    if code == 0 {
      let words = ["swpipe", "worker", "--describe", "\(getpid())", path]
      let descriptors = swp_descriptors(
        input: -1,
        output: -1,
        errors: errors[1],
        control: answer[1]
      )
      code = DescribingProcess.withStrings(words) { words in
        DescribingProcess.withStrings(DescribingProcess.environment) { environment in
          swp_spawn(program, words, environment, descriptors)
        }
      }
      close(answer[1])
      close(errors[1])
      if code < 0 { for descriptor in [answer[0], errors[0]] { close(descriptor) } }
    }
    guard code > 0 else {
      throw PluginProblem(
        message: "no process could be started that describes `\(path)`: \(SystemError(-code).words)"
      )
    }
    child = code
    process = swp_process_descriptor(child)
    self.answer = answer[0]
    self.errors = errors[0]
  }

  /// Waits until it has answered or ended, or the time is over; then ends it and all it has started.
  mutating func finish(nanoseconds: Int64) -> End {
    let deadline = swp_monotonic_ns() + nanoseconds
    var received: [UInt8] = []
    var open = (answer: answer, errors: errors)
    var early: End?
    while early == nil, open.answer >= 0 || process >= 0 {
      let ready = wait(for: [open.answer, open.errors, process], until: deadline)
      if ready.isEmpty { early = .timedOut }
      if ready.contains(open.errors) {
        read(&open.errors, into: &said, limit: DescribingProcess.saidLimit)
      }
      if ready.contains(open.answer) {
        read(&open.answer, into: &received, limit: LibraryAnswer.limit + 64)
        early = DescribingProcess.end(received)
      }
      // What a process has written is there once it has ended, and is read in the rounds before this.
      if ready == [process] { break }
    }
    kill(-child, SIGKILL)
    var status: Int32 = 0
    _ = swp_reap(child, &status)
    for descriptor in [answer, errors, process] where descriptor >= 0 { close(descriptor) }
    if let early { return early }
    let signal = swp_exit_signal(status)
    return signal > 0 ? .killed(signal: signal) : .exited(status: swp_exit_code(status))
  }

  /// Waits until descriptors can be read, those that are not -1; says which, or none when the time is
  /// over.
  private func wait(for descriptors: [Int32], until deadline: Int64) -> [Int32] {
    var polled = descriptors.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
    while true {
      let left = deadline - swp_monotonic_ns()
      if left <= 0 { return [] }
      let milliseconds = Int32(truncatingIfNeeded: min((left + 999_999) / 1_000_000, 1 << 30))
      let count = poll(&polled, nfds_t(polled.count), milliseconds)
      if count > 0 { return polled.filter { $0.revents != 0 }.map(\.fd) }
      if count < 0, errno != EINTR { return [] }
    }
  }

  private static func end(_ received: [UInt8]) -> End? {
    guard let size = LibraryAnswer.size(of: received) else { return nil }
    if size > LibraryAnswer.limit { return .tooLong }
    return received.count >= size ? .answered(received) : nil
  }

  /// Reads what is there; the descriptor becomes -1 at its end.
  private func read(_ descriptor: inout Int32, into bytes: inout [UInt8], limit: Int) {
    withUnsafeTemporaryAllocation(byteCount: 1 << 16, alignment: 1) { chunk in
      let count = Glibc.read(descriptor, chunk.baseAddress, chunk.count)
      if count > 0 {
        bytes.append(contentsOf: chunk.prefix(min(count, max(0, limit - bytes.count))))
      } else if count == 0 || errno != EINTR {
        descriptor = -1
      }
    }
  }

  /// This process's environment; a backtrace would take longer than anybody waits.
  private static var environment: [String] {
    var entries = ["SWIFT_BACKTRACE=enable=no"]
    guard let environment = swp_environment() else { return entries }
    var position = 0
    while let entry = environment[position] {
      entries.append(String(cString: entry))
      position += 1
    }
    return entries
  }

  /// Calls `body` with a null-ended array of C strings.
  private static func withStrings<Result>(
    _ texts: [String],
    _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> Result
  ) -> Result {
    let strings = texts.map { strdup($0) } + [nil]
    defer { for string in strings { free(string) } }
    return strings.withUnsafeBufferPointer { body($0.baseAddress.unsafelyUnwrapped) }
  }
}
