private import CLinux
private import Glibc
internal import SwpipeCore
internal import SwpipeEngine
private import Synchronization

/// The one thread that takes signals, and what it makes of them.
///
/// The first INT, TERM or HUP lets the run drain, a second one or the end of the time to drain stops
/// it; USR1 prints the counts so far. Before there is a run they end the process.
final class SignalWatch: Sendable {
  private let run = Lock<PipelineRun?>(nil)
  private let drain: Int64
  private let isQuiet: Bool
  private let started = swp_monotonic_ns()

  private static let stackSize = 256 << 10

  /// Starts the thread.
  ///
  /// `drain` is in nanoseconds; 0 is without limit.
  init(drain: Int64, isQuiet: Bool) throws(CommandEnd) {
    self.drain = drain
    self.isQuiet = isQuiet
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    pthread_attr_setstacksize(&attributes, SignalWatch.stackSize)
    pthread_attr_setdetachstate(&attributes, CInt(PTHREAD_CREATE_DETACHED))
    defer { pthread_attr_destroy(&attributes) }
    var thread = pthread_t()
    let watch = Unmanaged.passRetained(self)
    let code = pthread_create(
      &thread,
      &attributes,
      { argument in
        guard let argument else { return nil }
        Unmanaged<SignalWatch>.fromOpaque(argument).takeRetainedValue().loop()
      },
      watch.toOpaque()
    )
    guard code == 0 else {
      watch.release()
      throw CommandEnd(
        .internalCheck,
        "a thread could not be started: \(FileDescriptor.meaning(of: code))"
      )
    }
    swp_name_thread(thread, "signals")
  }

  /// Hands over the run that signals are for.
  func attach(_ run: PipelineRun) {
    self.run.withLock { $0 = run }
  }

  private func loop() -> Never {
    var first: ExitStatus?
    var deadline: Int64?
    while true {
      let left = deadline.map { max(0, $0 - swp_monotonic_ns()) } ?? -1
      let number = swp_wait_signal(left)
      let run = run.withLock { $0 }
      switch number {
      case 0:
        deadline = nil
        note("the time to drain is over; stopping")
        run?.stop(first ?? .interrupted)
      case SIGUSR1:
        if let run { showStatus(of: run) }
      case SIGINT, SIGTERM, SIGHUP:
        let status: ExitStatus = number == SIGINT ? .interrupted : .terminated
        guard let run else { _exit(status.rawValue) }
        if let first {
          deadline = nil
          run.stop(first)
        } else {
          first = status
          if drain > 0 { deadline = later(drain) }
          run.interrupt(status, patience: drain > 0 ? drain / 10 : nil)
          if StandardError.isTerminal { note("draining; again to stop now") }
        }
      default: break
      }
    }
  }

  private func later(_ nanoseconds: Int64) -> Int64 {
    let (sum, overflow) = swp_monotonic_ns().addingReportingOverflow(nanoseconds)
    return overflow ? .max : sum
  }

  private func note(_ message: String) {
    if !isQuiet { StandardError.write(message + "\n") }
  }

  private func showStatus(of run: PipelineRun) {
    let seconds = Double(swp_monotonic_ns() - started) / 1e9
    StandardError.write(RunStatus.text(run.snapshot(seconds: seconds)))
  }
}
