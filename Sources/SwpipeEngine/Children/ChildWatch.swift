private import Glibc
internal import SwpipeCore
internal import SwpipeSystem
internal import Synchronization

/// Sees the end of child processes when it happens, for those whose owners wait for something else.
final class ChildWatch: Sendable {
  private struct State {
    var added: [ChildProcess] = []
    var isOver = false
  }

  private let state = Lock(State())
  private let event: EventDescriptor

  init(events: Parker) throws(RunFailure) {
    do throws(SystemError) {
      event = try EventDescriptor()
    } catch {
      throw RunFailure(.resource, "an event descriptor could not be made: \(error.words)")
    }
    _ = try WorkerThread(name: "child-ends", events: events) { [self] in loop() }
  }

  /// Looks after a process from now on, until it has ended.
  func add(_ child: ChildProcess) {
    guard child.descriptor >= 0 else { return }
    state.withLock { $0.added.append(child) }
    event.signal()
  }

  /// Ends the thread.
  func finish() {
    state.withLock { $0.isOver = true }
    event.signal()
  }

  // MARK: The thread

  private func loop() {
    var children: [ChildProcess] = []
    while true {
      let isOver = state.withLock { state in
        children += state.added
        state.added = []
        return state.isOver
      }
      if isOver { return }
      var polled = [pollfd(fd: event.number, events: Int16(POLLIN), revents: 0)]
      polled += children.map { pollfd(fd: $0.descriptor, events: Int16(POLLIN), revents: 0) }
      guard poll(&polled, nfds_t(polled.count), -1) > 0 else {
        if errno == EINTR { continue }
        return
      }
      if polled[0].revents != 0 { event.hear() }
      let dead = zip(children, polled.dropFirst()).filter { $1.revents != 0 }.map(\.0)
      guard !dead.isEmpty else { continue }
      children.removeAll { child in dead.contains { $0 === child } }
      for child in dead { child.noteDeath() }
    }
  }
}
