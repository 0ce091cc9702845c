private import Glibc
internal import SwpipeCore
internal import SwpipeSystem

/// A program that was started and must be waited for.
///
/// It has /dev/null as standard input, and what it writes to its other two is passed on in lines; it
/// has no other descriptor. It and what it has started end with this process, whatever ends it.
struct RunningCommand: ~Copyable {
  private var process: StartedProcess
  /// What it writes, to be read.
  private let written: Descriptor

  /// The bytes that are read at once.
  private static let chunk = 1 << 14
  /// The most that is read once it has ended: somebody who has left its group may go on writing.
  private static let lastBytes = 1 << 20

  /// Starts a program, looked for as execvp(3) does.
  init(_ words: [String], environment: [(name: String, value: String)], _ spawner: Spawner)
    throws(RunFailure)
  {
    guard let program = words.first, words.allSatisfy({ !$0.utf8.contains(0) }) else {
      throw RunFailure(.resource, "a command cannot have a NUL byte in it")
    }
    let launch: Launch
    do throws(SystemError) {
      launch = try Launch(words, ProcessEnvironment.setting(environment), spawner)
    } catch {
      throw RunningCommand.failure(program, error.words)
    }
    do throws(ProgramStart.Refusal) {
      process = try launch.start.confirm()
    } catch {
      var failure = RunningCommand.failure(program, error.words)
      if case .program = error, words.count == 1, program.utf8.contains(UInt8(ascii: " ")) {
        failure.help =
          "the program and its arguments are a list: [program, argument]; "
          + "[sh, -c, 'a | b'] has the shell run them"
      }
      throw failure
    }
    written = launch.written
  }

  /// A program that may not be there yet, and what it writes.
  private struct Launch: ~Copyable {
    let start: ProgramStart
    let written: Descriptor

    init(_ words: [String], _ environment: [String], _ spawner: Spawner) throws(SystemError) {
      let (read, write) = try Descriptor.pipe().release()
      let written = Descriptor(read)
      let output = Descriptor(write)
      var streams = ChildStreams()
      streams.errors = .descriptor(try output.duplicate())
      streams.output = .descriptor(output)
      start = try spawner.start(program: words, environment: environment, streams)
      self.written = written
    }
  }

  private static func failure(_ program: String, _ words: String) -> RunFailure {
    RunFailure(.resource, "cannot run the command `\(program)`: \(words)")
  }

  /// Waits for its end, doing what the watch says meanwhile; then ends what it has left running.
  ///
  /// `relay` gets each line that it writes.
  mutating func wait(_ watch: inout CommandWatch, stop: Futex, relay: ([UInt8]) -> Void)
    -> ProcessEnd
  {
    var lines = RelayedLines()
    var wait = DescriptorWait(process: process.descriptor)
    wait.input = written.number
    while true {
      var limit: Int64? = 0
      switch watch.step(at: MonotonicClock.now, isStopped: stop.isOpen) {
      case .wait(let nanoseconds): limit = nanoseconds
      case .terminate: process.signalGroup(SIGTERM)
      case .kill: process.signalGroup(SIGKILL)
      }
      let events = (try? wait.wait(nanoseconds: limit)) ?? .ended
      if events.contains(.readable), read(&lines, relay) == 0 { wait.input = -1 }
      if events.contains(.ended) { break }
      // Where nothing tells of the end of a process, that of its output does.
      if wait.process < 0, wait.input < 0 { break }
    }
    let end = process.descriptor >= 0 ? process.finish() : process.awaitEnd()
    readRest(&lines, relay)
    lines.end(relay)
    return end
  }

  /// Reads once what there is and passes on its lines; how many bytes that was, 0 at the end.
  private func read(_ lines: inout RelayedLines, _ relay: ([UInt8]) -> Void) -> Int {
    var bytes = [UInt8](repeating: 0, count: RunningCommand.chunk)
    let count = bytes.withUnsafeMutableBytes {
      (try? Descriptor.read(written.number, into: $0)) ?? 0
    }
    lines.add(bytes[..<count], relay)
    return count
  }

  /// Reads what it has written before its end.
  private func readRest(_ lines: inout RelayedLines, _ relay: ([UInt8]) -> Void) {
    var wait = DescriptorWait()
    wait.input = written.number
    var total = 0
    while total < RunningCommand.lastBytes {
      guard let events = try? wait.wait(nanoseconds: 0), events.contains(.readable) else { return }
      let count = read(&lines, relay)
      if count == 0 { return }
      total += count
    }
  }
}
