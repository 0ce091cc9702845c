private import Glibc
internal import SwpipeCore
internal import SwpipeSystem

/// A program that was started and must be waited for.
///
/// It has /dev/null as standard input, standard error as standard output, and no other descriptor. It
/// and what it has started end with this process, whatever ends it.
struct RunningCommand: ~Copyable {
  private var process: StartedProcess

  /// Starts a program, looked for as execvp(3) does.
  init(_ words: [String], environment: [(name: String, value: String)], _ spawner: Spawner)
    throws(RunFailure)
  {
    guard let program = words.first, words.allSatisfy({ !$0.utf8.contains(0) }) else {
      throw RunFailure(.resource, "a command cannot have a NUL byte in it")
    }
    let start: ProgramStart
    do throws(SystemError) {
      var streams = ChildStreams()
      streams.output = .standardError
      start = try spawner.start(
        program: words,
        environment: ProcessEnvironment.setting(environment),
        streams
      )
    } catch {
      throw RunningCommand.failure(program, error.words)
    }
    do throws(ProgramStart.Refusal) {
      process = try start.confirm()
    } catch {
      var failure = RunningCommand.failure(program, error.words)
      if case .program = error, words.count == 1, program.utf8.contains(UInt8(ascii: " ")) {
        failure.help =
          "the program and its arguments are a list: [program, argument]; "
          + "[sh, -c, 'a | b'] has the shell run them"
      }
      throw failure
    }
  }

  private static func failure(_ program: String, _ words: String) -> RunFailure {
    RunFailure(.resource, "cannot run the command `\(program)`: \(words)")
  }

  /// Waits for its end, doing what the watch says meanwhile; then ends what it has left running.
  mutating func wait(_ watch: inout CommandWatch, stop: Futex) -> ProcessEnd {
    let descriptor = process.descriptor
    while descriptor >= 0, !DescriptorWait.forEnd(of: descriptor, nanoseconds: 0) {
      switch watch.step(at: MonotonicClock.now, isStopped: stop.isOpen) {
      case .wait(let nanoseconds):
        _ = DescriptorWait.forEnd(of: descriptor, nanoseconds: nanoseconds)
      case .terminate: process.signalGroup(SIGTERM)
      case .kill: process.signalGroup(SIGKILL)
      }
    }
    return descriptor >= 0 ? process.finish() : process.awaitEnd()
  }
}
