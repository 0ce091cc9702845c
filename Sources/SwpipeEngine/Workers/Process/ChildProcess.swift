private import CLinux
private import Glibc
internal import SwpipeCore
internal import Synchronization

/// A process of a worker as its parent sees it, from its start until it is reaped.
final class ChildProcess: Child {
  private enum State {
    case running
    /// It was sent SIGKILL and is being waited for: its number may be another's any moment.
    case ended
  }

  /// What is written here it reads; a worker process has one socket for both directions.
  let input: Int32
  /// What it writes is read here.
  let output: Int32
  /// Readable once the process has ended; -1 where the kernel has no such thing.
  let descriptor: Int32
  private let number: Int32
  private let isInputClosed = Atomic<Bool>(false)
  private let state = Lock(State.running)

  init(number: Int32, input: Int32, output: Int32) {
    self.number = number
    self.input = input
    self.output = output
    descriptor = swp_process_descriptor(number)
  }

  deinit {
    end()
    if descriptor >= 0 { close(descriptor) }
    close(output)
    closeInput()
  }

  func closeInput() {
    let isFirst = isInputClosed.exchange(true, ordering: .relaxed) == false
    if isFirst, input != output { close(input) }
  }

  /// Asks it to hurry to its end: what waits in it is not waited for any more.
  func askToStop() {
    state.withLock { state in
      if state == .running { Glibc.kill(number, SIGUSR1) }
    }
  }

  /// Ends it and everything that it started; `end` does the rest.
  func kill() {
    state.withLock { state in
      if state == .running { signalAll() }
    }
  }

  /// Ends it, whatever it does, and waits until it is gone; says what had ended it where it was dead
  /// already, in words that follow "the worker process".
  @discardableResult
  func end() -> String {
    let isFirst = state.withLock { state in
      guard state == .running else { return false }
      // A process that is dead or dying already keeps the status that it has.
      signalAll()
      state = .ended
      return true
    }
    guard isFirst else { return "had ended" }
    var status: Int32 = 0
    guard swp_reap(number, &status) == 0 else { return "was gone" }
    return ChildProcess.words(for: status)
  }

  private func signalAll() {
    Glibc.kill(-number, SIGKILL)
    // It may have left its group.
    Glibc.kill(number, SIGKILL)
  }

  /// How a wait status reads in a message.
  static func words(for status: Int32) -> String {
    let signal = swp_exit_signal(status)
    guard signal > 0 else { return "exited with status \(swp_exit_code(status))" }
    guard let name = names[signal] else { return "was killed by signal \(signal)" }
    return "was killed by signal \(signal) (\(name))"
  }

  private static let names: [Int32: String] = [
    SIGHUP: "SIGHUP", SIGINT: "SIGINT", SIGQUIT: "SIGQUIT", SIGILL: "SIGILL", SIGTRAP: "SIGTRAP",
    SIGABRT: "SIGABRT", SIGBUS: "SIGBUS", SIGFPE: "SIGFPE", SIGKILL: "SIGKILL", SIGUSR1: "SIGUSR1",
    SIGSEGV: "SIGSEGV", SIGUSR2: "SIGUSR2", SIGPIPE: "SIGPIPE", SIGALRM: "SIGALRM",
    SIGTERM: "SIGTERM", SIGXCPU: "SIGXCPU", SIGSYS: "SIGSYS",
  ]
}
