import CommandSupport
import Glibc
import SwpipeSystem
import Testing

/// Programs that are started, and what is left of them.
@Suite struct SpawnerTests {
  private static let spawner = Spawner(executable: Repository.binary)

  /// A script that runs behind a guard, and the first line that it writes.
  private struct Script: ~Copyable {
    var process: StartedProcess
    var firstLine: String

    init(_ script: String, spares: Bool = false) throws {
      let (read, write) = try Descriptor.pipe().release()
      let said = Descriptor(read)
      var streams = ChildStreams()
      streams.output = .descriptor(Descriptor(write))
      let start = try SpawnerTests.spawner.start(
        program: ["sh", "-c", script],
        spares: spares,
        environment: ProcessEnvironment.all,
        streams
      )
      let process = try start.confirm()
      var line: [UInt8] = []
      var byte: UInt8 = 0
      while try withUnsafeMutableBytes(of: &byte, { try Descriptor.read(said.number, into: $0) })
        == 1, byte != 10
      {
        line.append(byte)
      }
      self.process = process
      firstLine = String(decoding: line, as: UTF8.self)
    }
  }

  @Test(arguments: [
    ("exit 0", ProcessEnd.exited(0)), ("exit 41", .exited(41)), ("kill -9 $$", .killed(SIGKILL)),
    ("kill -TERM $$", .killed(SIGTERM)), ("trap 'exit 5' TERM; kill -TERM 0; wait", .exited(5)),
  ])
  func `a guard ends as its program does`(script: String, end: ProcessEnd) throws {
    var started = try Script("echo; " + script)
    #expect(started.process.awaitEnd() == end)
    #expect(started.process.finish() == end)
  }

  @Test func `a program that is not there, or cannot be run, is refused with the reason`() throws {
    for (program, error) in [("/no/such/program", ENOENT), ("/etc/passwd", EACCES)] {
      let start = try Self.spawner.start(
        program: [program],
        environment: [],
        ChildStreams()
      )
      var refusal: ProgramStart.Refusal?
      do {
        _ = try start.confirm()
      } catch {
        refusal = error
      }
      #expect(refusal == .program(SystemError(error)))
    }
  }

  @Test func `a guard that is killed at its start is no program's end`() throws {
    let start = try Self.spawner.start(
      program: ["/bin/sleep", "100"],
      environment: [],
      ChildStreams()
    )
    var told: Descriptor?
    let process = start.process(telling: &told)
    // It has not been waited for, so the number is still its own.
    kill(process.number, SIGSTOP)
    kill(process.number, SIGKILL)
    #expect(DescriptorWait.forEnd(of: process.descriptor, nanoseconds: nil))
    // It may have come so far, or not.
    if let told { _ = try ProgramStart.confirm(told) }
  }

  /// Ways in which a program keeps a process that a signal to its own group does not reach.
  @Test(arguments: [
    "sleep 1000 & echo $!", "timeout 999 sh -c 'echo $$; sleep 1000; :' &",
    "(sh -c 'trap \"\" TERM HUP; echo $$; sleep 1000; :' &) ",
  ])
  func `what a program has started ends with it`(script: String) async throws {
    var running = try Script(script + "\nwait; sleep 1000")
    let child = try #require(Int32(running.firstLine))
    let grandchildren = Child.children(of: child)
    let end = running.process.finish()
    #expect(end == .killed(SIGKILL))
    for number in [child] + grandchildren { #expect(try await Child.isGone(number)) }
    var over = try Script(script + "\nwait; sleep 1000")
    let left = try #require(Int32(over.firstLine))
    let program = try #require(Child.children(of: over.process.number).first)
    kill(program, SIGKILL)
    #expect(over.process.awaitEnd() == .killed(SIGKILL))
    #expect(try await Child.isGone(left))
  }

  @Test func `what has begun a session of its own outlives its program`() async throws {
    var running = try Script("setsid sh -c 'echo $$; exec sleep 1000' & wait")
    let child = try #require(Int32(running.firstLine))
    running.process.finish()
    #expect(kill(child, 0) == 0)
    kill(child, SIGKILL)
    #expect(try await Child.isGone(child))
  }

  @Test func `a guard that is stopped is ended with its program`() async throws {
    var running = try Script("echo $$; sleep 1000; :")
    let program = try #require(Int32(running.firstLine))
    running.process.signal(SIGSTOP)
    while !running.process.isStopped { usleep(1000) }
    #expect(running.process.finish() == .killed(SIGKILL))
    #expect(try await Child.isGone(program))
  }

  @Test func `a process that is not waited for ends with its owner`() async throws {
    let number: Int32
    do {
      let running = try Script("echo $$; sleep 1000; :")
      number = try #require(Int32(running.firstLine))
    }
    #expect(try await Child.isGone(number))
  }

  @Test func `an end is told in words`() {
    #expect(ProcessEnd(waitStatus: 11) == .killed(SIGSEGV))
    #expect(ProcessEnd(waitStatus: 11).words == "was killed by signal 11 (SIGSEGV)")
    #expect(ProcessEnd(waitStatus: 3 << 8).words == "exited with status 3")
    // Signals without a name are for programs' own use.
    #expect(ProcessEnd(waitStatus: 40).words == "was killed by signal 40")
    #expect(ProcessEnd.exited(0).isSuccess && !ProcessEnd.exited(1).isSuccess)
  }
}
