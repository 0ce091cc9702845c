private import Glibc
internal import SwpipeCore
internal import SwpipeSystem
internal import Synchronization

/// Passes on what worker processes write to standard error: whole lines, each behind the name of its
/// worker, so that no two are mixed.
final class ErrorRelay: Sendable {
  /// The standard error of one process.
  private struct Stream: Sendable {
    var descriptor: Int32
    var lines: RelayedLines
  }

  private struct State {
    var added: [Stream] = []
    var isOver = false
  }

  private let state = Lock(State())
  private let log: any LogWriter
  private let event: EventDescriptor
  private let hasEnded = Futex()

  /// How long the end waits for standard error to take what is left, in nanoseconds.
  private static let patience: Int64 = 250_000_000

  init(log: any LogWriter, events: Parker) throws(RunFailure) {
    self.log = log
    do throws(SystemError) {
      event = try EventDescriptor()
    } catch {
      throw RunFailure(.resource, "an event descriptor could not be made: \(error.words)")
    }
    _ = try WorkerThread(name: "child-errors", events: events) { [self] in
      loop()
      hasEnded.open()
    }
  }

  /// Takes over the reading end of a process's standard error.
  func add(_ descriptor: Int32, label: String) {
    let stream = Stream(descriptor: descriptor, lines: RelayedLines(label: "\(label): "))
    state.withLock { $0.added.append(stream) }
    event.signal()
  }

  /// Passes on what has been written so far and ends.
  func finish() {
    state.withLock { $0.isOver = true }
    event.signal()
    hasEnded.wait(nanoseconds: ErrorRelay.patience)
  }

  // MARK: The thread

  private func loop() {
    var streams: [Stream] = []
    while true {
      let isOver = state.withLock { state in
        streams += state.added
        state.added = []
        return state.isOver
      }
      var polled = [pollfd(fd: event.number, events: Int16(POLLIN), revents: 0)]
      polled += streams.map { pollfd(fd: $0.descriptor, events: Int16(POLLIN), revents: 0) }
      let ready = poll(&polled, nfds_t(polled.count), isOver ? 0 : -1)
      if ready < 0, errno != EINTR { break }
      if polled[0].revents != 0 { event.hear() }
      var hasRead = false
      for i in streams.indices where polled[i + 1].revents != 0 {
        hasRead = true
        if !receive(&streams[i]) { streams[i].descriptor = -1 }
      }
      streams.removeAll { $0.descriptor < 0 }
      if isOver, !hasRead { break }
    }
    for i in streams.indices { end(&streams[i]) }
  }

  /// Reads what is there; false at the end.
  private func receive(_ stream: inout Stream) -> Bool {
    var chunk = [UInt8](repeating: 0, count: 1 << 14)
    let count = read(stream.descriptor, &chunk, chunk.count)
    if count < 0, errno == EINTR { return true }
    guard count > 0 else {
      end(&stream)
      return false
    }
    stream.lines.add(chunk[..<count], log.relay)
    return true
  }

  private func end(_ stream: inout Stream) {
    stream.lines.end(log.relay)
    close(stream.descriptor)
  }
}
