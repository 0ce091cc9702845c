private import CLinux
private import Glibc

/// A process that a `Spawner` has started, until it is reaped; ended with its owner at the latest.
///
/// It leads a process group of its own.
package struct StartedProcess: ~Copyable, Sendable {
  package let number: Int32
  /// Readable once it has ended; -1 where the kernel has no such thing; closed with the owner.
  package let descriptor: Int32
  /// Whether a guard stands between it and this process, see `Spawner`.
  private let isGuard: Bool
  /// How it ended; nil until it is reaped.
  package private(set) var end: ProcessEnd?

  /// Nanoseconds that a guard has to end all that its program has started.
  private static let guardGrace: Int64 = 500_000_000

  init(number: Int32, isGuard: Bool) {
    self.number = number
    self.isGuard = isGuard
    descriptor = max(-1, swp_process_descriptor(number))
  }

  deinit {
    if end == nil { _ = StartedProcess.endAll(number, descriptor, isGuard) }
    if descriptor >= 0 { close(descriptor) }
  }

  /// Whether it is stopped, as by SIGSTOP; false where that is not known.
  package var isStopped: Bool { end == nil && descriptor >= 0 && swp_is_stopped(descriptor) }

  /// Whether it and all that it has started wait for something; nil where the system does not tell.
  package var isAsleep: Bool? {
    if end != nil { return true }
    let result = swp_is_asleep(number)
    return result < 0 ? nil : result == 1
  }

  /// Sends a signal to it alone; nothing once it is reaped.
  package func signal(_ signal: Int32) {
    if end == nil { Glibc.kill(number, signal) }
  }

  /// Sends a signal to its process group; nothing once it is reaped.
  package func signalGroup(_ signal: Int32) {
    if end == nil { Glibc.kill(-number, signal) }
  }

  /// Ends it and what it has started, whatever they do, without waiting for it.
  package func killAll() {
    if end == nil { StartedProcess.kill(number, isGuard) }
  }

  /// Ends it and all that it has started, whatever they do, and waits until it is gone.
  ///
  /// A process that is dead or dying keeps the end that it has.
  @discardableResult
  package mutating func finish() -> ProcessEnd {
    if let end { return end }
    let found = StartedProcess.endAll(number, descriptor, isGuard)
    end = found
    return found
  }

  /// Waits until it ends by itself; what it has started is left alone.
  package mutating func awaitEnd() -> ProcessEnd {
    if let end { return end }
    let found = StartedProcess.reap(number)
    end = found
    return found
  }

  private static func kill(_ number: Int32, _ isGuard: Bool) {
    if isGuard {
      // The guard knows those that have left its group, and must run to end them.
      Glibc.kill(number, SIGUSR2)
      Glibc.kill(number, SIGCONT)
    } else {
      killGroup(number)
    }
  }

  private static func killGroup(_ number: Int32) {
    Glibc.kill(-number, SIGKILL)
    // It may have left its group.
    Glibc.kill(number, SIGKILL)
  }

  private static func endAll(_ number: Int32, _ descriptor: Int32, _ isGuard: Bool) -> ProcessEnd {
    if isGuard {
      kill(number, isGuard)
      _ = DescriptorWait.forEnd(of: descriptor, nanoseconds: guardGrace)
    }
    // The group goes before its leader is reaped, as long as nobody else can have its number.
    killGroup(number)
    return reap(number)
  }

  private static func reap(_ number: Int32) -> ProcessEnd {
    var status: Int32 = 0
    guard swp_reap(number, &status) == 0 else { return .unknown }
    return ProcessEnd(waitStatus: status)
  }
}
