private import Glibc
internal import SwpipeCore
private import SwpipeSystem
private import Synchronization

/// What a run has to say on standard error, said so that the run's end never depends on its reader.
///
/// Where there is room a text goes out at once. Else it waits for a thread of its own, which alone may
/// stand in write(2) for good; texts stay in their order. Secrets are hidden in all of them.
final class RunMessages: Sendable {
  private struct State {
    /// What waits to be written.
    var pending: [UInt8] = []
    /// Whether a thread writes at this moment.
    var isWriting = false
    var hasThread = false
    /// Whether nothing is worth waiting for any more but for a moment.
    var isHurried = false
    /// What opens when something was written, for each thread that waits for that.
    var waiters: [Futex] = []
  }

  private let descriptor: Int32
  private let state = Lock(State())
  /// Opens when there is something to write for the thread.
  private let work = Futex()

  /// The bytes that may wait before the workers that add to them do.
  private static let limit = 64 << 10
  /// The bytes that a pipe takes in one piece, and has room for when it says that it has some.
  private static let piece = 4096
  /// How long the end of a hurried run waits.
  private static let moment: Int64 = 250_000_000

  init(descriptor: Int32 = StandardError.descriptor) {
    self.descriptor = descriptor
  }

  /// Says a text without waiting for anything; for those that the end of the run depends on.
  func say(_ text: String) {
    if !text.isEmpty { put(Array(Redaction.text(text).utf8), waits: false) }
  }

  /// Says a worker's text; waits while very much waits already.
  ///
  /// Once the run is to end at once, what finds no room is dropped.
  func log(_ bytes: [UInt8]) {
    put(Redaction.bytes(bytes), waits: true)
  }

  /// Waits until all is written, but only so many nanoseconds (nil: as long as it takes), and only for a
  /// moment once `hurry` was called.
  func flush(within limit: Int64?) {
    let start = MonotonicClock.now
    var hurried: Int64?
    while true {
      let gate = Futex()
      let (isDone, isHurried) = state.withLock { state in
        let isDone = state.pending.isEmpty && !state.isWriting
        if !isDone { state.waiters.append(gate) }
        return (isDone, state.isHurried)
      }
      if isDone { return }
      let now = MonotonicClock.now
      if isHurried { hurried = hurried ?? now }
      let limits = [
        limit.map { $0 - (now - start) }, hurried.map { RunMessages.moment - (now - $0) },
      ]
      guard let left = limits.compactMap({ $0 }).min() else {
        gate.wait()
        continue
      }
      if left <= 0 { return }
      gate.wait(nanoseconds: left)
    }
  }

  /// From now on nothing waits for a reader but for a moment.
  func hurry() {
    wakeWaiters { $0.isHurried = true }
  }

  var isHurried: Bool { state.withLock { $0.isHurried } }

  // MARK: Writing

  private enum Way {
    case now
    case queued(needsThread: Bool)
    case full(Futex)
    case dropped
  }

  /// Writes a text or has it written.
  private func put(_ bytes: [UInt8], waits: Bool) {
    while true {
      switch way(of: bytes, waits: waits) {
      case .now:
        bytes.withUnsafeBytes { _ = FileDescriptor.write($0, to: descriptor) }
        return endWriting()
      case .queued(let needsThread):
        if needsThread { startThread() }
        return work.open()
      case .full(let gate): gate.wait()
      case .dropped: return
      }
    }
  }

  private func way(of bytes: [UInt8], waits: Bool) -> Way {
    state.withLock { state in
      let isIdle = state.pending.isEmpty && !state.isWriting
      if isIdle, bytes.count <= RunMessages.piece, hasRoom {
        state.isWriting = true
        return .now
      }
      if waits, state.pending.count >= RunMessages.limit {
        if state.isHurried { return .dropped }
        let gate = Futex()
        state.waiters.append(gate)
        return .full(gate)
      }
      state.pending += bytes
      defer { state.hasThread = true }
      return .queued(needsThread: !state.hasThread)
    }
  }

  /// Changes the state, and has those look again who wait.
  private func wakeWaiters(_ change: (inout State) -> Void) {
    let waiters = state.withLock { state in
      change(&state)
      defer { state.waiters = [] }
      return state.waiters
    }
    for waiter in waiters { waiter.open() }
  }

  private var hasRoom: Bool {
    var request = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
    return poll(&request, 1, 0) > 0
  }

  private func endWriting() {
    wakeWaiters { $0.isWriting = false }
    // It may have had to leave something to be written.
    work.open()
  }

  private func startThread() {
    let code = DetachedThread.start("messages") { [self] in
      while true {
        work.wait()
        work.close()
        writePending()
      }
    }
    // Without a thread it is said here, as long as that takes.
    if code != 0 { writePending() }
  }

  /// Writes what waits, in pieces of whole lines; leaves it to whoever writes already.
  private func writePending() {
    while true {
      let piece = state.withLock { state -> [UInt8] in
        guard !state.isWriting, !state.pending.isEmpty else { return [] }
        state.isWriting = true
        let end = RunMessages.end(ofPieceIn: state.pending)
        defer { state.pending.removeFirst(end) }
        return Array(state.pending[..<end])
      }
      if piece.isEmpty { return }
      piece.withUnsafeBytes { _ = FileDescriptor.write($0, to: descriptor) }
      endWriting()
    }
  }

  /// As many whole lines as a pipe takes in one piece, one at least.
  private static func end(ofPieceIn bytes: [UInt8]) -> Int {
    let newline = UInt8(ascii: "\n")
    if let last = bytes.prefix(piece).lastIndex(of: newline) { return last + 1 }
    return bytes.firstIndex(of: newline).map { $0 + 1 } ?? bytes.count
  }
}
