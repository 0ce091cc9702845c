private import Glibc
internal import SwpipeCore
internal import SwpipeSystem
internal import Synchronization

/// A worker's process as its parent sees it, from its start until it is reaped.
final class ChildProcess: Child {
  /// Who looks after it.
  private enum Attention {
    /// Its owner, who waits for what it says and so for its end.
    case owner
    /// Nobody but the watch, which calls this where it ends.
    case watch(@Sendable (ProcessEnd) -> Void)
    /// It ended while nobody but the watch looked after it.
    case noticed(ProcessEnd)
    /// It was ended from here, so its end is no news.
    case over
  }

  private struct State: ~Copyable {
    var process: StartedProcess
    var attention = Attention.owner
    /// Whether the watch has seen its end.
    var isDead = false
  }

  /// What is written here it reads; a worker process has one socket for both directions.
  let input: Int32
  /// What it writes is read here.
  let output: Int32
  /// Readable once the process has ended; -1 where the kernel has no such thing.
  let descriptor: Int32
  private let isInputClosed = Atomic<Bool>(false)
  private let state: Lock<State>

  /// Takes over the process and these descriptors.
  init(_ process: consuming StartedProcess, input: Int32, output: Int32) {
    self.input = input
    self.output = output
    descriptor = process.descriptor
    state = Lock(State(process: process))
  }

  deinit {
    end()
    close(output)
    closeInput()
  }

  var isAsleep: Bool? { state.withLock { $0.process.isAsleep } }

  func closeInput() {
    let isFirst = isInputClosed.exchange(true, ordering: .relaxed) == false
    if isFirst, input != output { close(input) }
  }

  /// Whether it is stopped, as by SIGSTOP.
  var isStopped: Bool { state.withLock { $0.process.isStopped } }

  // MARK: Its end

  /// Asks it to hurry to its end: what waits in it is not waited for any more.
  func askToStop() {
    state.withLock { $0.process.signal(SIGUSR1) }
  }

  /// Ends it and everything that it started; `end` does the rest.
  func kill() {
    state.withLock { state in
      if case .noticed = state.attention {} else { state.attention = .over }
      state.process.killAll()
    }
  }

  /// Ends it, whatever it does, and waits until it is gone; says what had ended it where it was dead
  /// already.
  @discardableResult
  func end() -> ProcessEnd {
    kill()
    // Not under the lock, which others take who have no time.
    _ = DescriptorWait.forEnd(of: descriptor, nanoseconds: ChildProcess.endGrace)
    return state.withLock { $0.process.finish() }
  }

  /// Nanoseconds that a process has to be gone once it was ended.
  private static let endGrace: Int64 = 500_000_000

  // MARK: Its rest

  func rest(_ notice: @escaping @Sendable (ProcessEnd) -> Void) {
    let end: ProcessEnd? = state.withLock { state in
      guard case .owner = state.attention else { return nil }
      state.attention = .watch(notice)
      return state.isDead ? ChildProcess.notice(&state) : nil
    }
    if let end { notice(end) }
  }

  func wake() -> ProcessEnd? {
    state.withLock { state in
      switch state.attention {
      case .noticed(let end): return end
      case .watch: state.attention = .owner
      case .owner, .over: break
      }
      return nil
    }
  }

  /// The watch has seen that it ended.
  func noteDeath() {
    let tell: (@Sendable () -> Void)? = state.withLock { state in
      state.isDead = true
      guard case .watch(let notice) = state.attention else { return nil }
      let end = ChildProcess.notice(&state)
      return { notice(end) }
    }
    tell?()
  }

  /// It ended while nobody looked: what it has started ends, too.
  private static func notice(_ state: inout State) -> ProcessEnd {
    let end = state.process.finish()
    state.attention = .noticed(end)
    return end
  }
}
