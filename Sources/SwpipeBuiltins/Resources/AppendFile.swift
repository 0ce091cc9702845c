internal import Glibc
internal import SwpipeCore
internal import SwpipeSystem
internal import Synchronization

/// The resource `file`: lines at the end of a file.
final class AppendFile: Resource {
  static let path = Parameter<String>.file("path", "The file; made if it is not there.")
  static let buffer = Parameter<ByteSize>.size(
    "buffer",
    default: ByteSize(bytes: 0),
    "How many bytes of lines may wait to be written together; 0 writes each line at once."
  )

  /// What transforms and actions ask for.
  static let request = ResourceRequest(name: "file", type: "file")

  static let definition = Definition(
    name: "file",
    summary: "Appends lines to a file",
    details: """
      `file.append` writes to it. What is written stands at the end of the file, in whole lines: \
      however many workers, processes and programs append to it, no line comes between the parts of \
      another. With a buffer, lines wait until it is full or the worker is done; they are lost with a \
      process that dies, which therefore ends the run with 65. A write that fails stops the run, whatever `on_error` says, since it is no \
      element's fault; `retry` tries it again before. A path with `{{ $worker_info.index }}` gives each worker a file of its own.
      """,
    parameters: [path.info, buffer.info],
    examples: [
      Example(
        "The lines that are dropped, here to standard output",
        spec: """
          stages:
            - each: file.append
              on_start: {file: {file: /dev/stdout}}
          sink: discard

          """,
        input: "a\nb\n",
        output: "a\nb\n"
      ),
      Example(
        "With a buffer, and a last line",
        spec: """
          stages:
            - each: {file.append: '<{{ . }}>'}
              on_start: {report: {file: {path: /dev/stdout, buffer: 4KiB}}}
              on_done: [{file.append: 'that was {{ $stage_status.in }}'}]
          sink: discard

          """,
        input: "a\nb\n",
        output: "<a>\n<b>\nthat was 2\n"
      ),
      Example(
        "edge: a directory that is missing",
        spec: """
          stages:
            - each: file.append
              on_start: {file: {file: no/such/directory/lines.txt}}
          sink: discard

          """,
        input: "a\n",
        error: "there is no directory no/such/directory"
      ),
    ],
    role: .resource(
      // Each process may open its own: O_APPEND keeps their lines whole.
      ResourceRole(
        servesProcesses: true,
        keeps: { $0[buffer].bytes > 0 ? .pendingWork : .nothing }
      ) { (arguments, _) throws(RunFailure) in
        try AppendFile(path: arguments[path], buffer: arguments[buffer].bytes)
      }
    )
  )

  private struct State {
    var pending: [UInt8] = []
    /// Negative once it is closed.
    var descriptor: Int32
  }

  private let path: String
  private let buffer: Int
  private let isOwned: Bool
  private let state: Lock<State>

  init(path: String, buffer: Int) throws(RunFailure) {
    self.path = path
    self.buffer = buffer
    if let own = OwnDescriptor.number(path) {
      isOwned = false
      state = Lock(State(descriptor: own))
      return
    }
    let descriptor = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOCTTY, 0o666)
    if descriptor < 0 {
      var failure = FileSink.failure(path, .last)
      failure.status = .resource
      throw failure
    }
    isOwned = true
    state = Lock(State(descriptor: descriptor))
  }

  deinit {
    let descriptor = state.withLock { $0.descriptor }
    if isOwned, descriptor >= 0 { Glibc.close(descriptor) }
  }

  /// Appends bytes, which end with a newline.
  func append(_ line: Span<UInt8>) throws(ElementFailure) {
    do throws(SystemError) {
      try state.withLock { (state) throws(SystemError) in
        if buffer == 0 || state.pending.count + line.count > buffer { try flush(&state) }
        if line.count >= buffer {
          try line.withUnsafeBytes { (bytes) throws(SystemError) in
            _ = try write(bytes, to: state.descriptor)
          }
        } else {
          line.withUnsafeBufferPointer { state.pending.append(contentsOf: $0) }
        }
      }
    } catch {
      throw ElementFailure("cannot append to \(path): \(error.words)", kind: .resource)
    }
  }

  func close() throws(RunFailure) {
    let failed = state.withLock { state in
      let failed = closingFailure(&state)
      state.descriptor = -1
      return failed
    }
    if let failed { throw RunFailure(.resource, "cannot append to \(path): \(failed.words)") }
  }

  private func closingFailure(_ state: inout State) -> SystemError? {
    guard state.descriptor >= 0 else { return nil }
    var failed: SystemError?
    do throws(SystemError) {
      try flush(&state)
    } catch {
      failed = error
    }
    if isOwned, Glibc.close(state.descriptor) != 0, failed == nil { failed = .last }
    return failed
  }

  private func flush(_ state: inout State) throws(SystemError) {
    guard !state.pending.isEmpty else { return }
    let pending = state.pending
    // What failed is not tried again: a part of it may be there already.
    state.pending.removeAll(keepingCapacity: true)
    try pending.span.withUnsafeBytes { (bytes) throws(SystemError) in
      try write(bytes, to: state.descriptor)
    }
  }

  /// Writes all; one write(2) unless the file system takes less at once.
  private func write(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) throws(SystemError) {
    guard descriptor >= 0 else { throw SystemError(EBADF) }
    var offset = 0
    while offset < bytes.count {
      let rest = UnsafeRawBufferPointer(rebasing: bytes[offset...])
      let count = Glibc.write(descriptor, rest.baseAddress, rest.count)
      if count >= 0 {
        offset += count
        continue
      }
      let error = SystemError.last
      switch error.number {
      case EINTR: continue
      // Whoever started us may have made its end non-blocking, and may still need it so.
      case EAGAIN:
        var request = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        _ = poll(&request, 1, -1)
      default: throw error
      }
    }
  }
}
