private import CLinux
private import Glibc

/// The one place where processes are started.
///
/// Each leads a process group of its own, so that a Ctrl-C at the terminal is swpipe's to handle. It
/// has default signals, none of them blocked, and no descriptors but those that it is given. It ends
/// when the thread that started it ends, and so with this process, however that ends: Linux tells it.
package struct Spawner: Sendable {
  /// The program that is swpipe: what guards other programs.
  package let executable: String

  package init(executable: String = "/proc/self/exe") {
    self.executable = executable
  }

  /// Starts a process of swpipe's own, `swpipe WORDS`, which sees to its own end.
  package func start(
    _ words: [String],
    environment: [String],
    _ streams: consuming ChildStreams
  ) throws(SystemError) -> StartedProcess {
    let control = streams.control.number
    let numbers = [streams.input.number, streams.output.number, streams.errors.number]
    return try spawn(
      words,
      environment: environment,
      control < 0 ? numbers : numbers + [control],
      isGuard: false
    )
  }

  /// Starts any other program, which is looked for as execvp(3) does, behind a guard: a small process
  /// of swpipe's own that ends it and all that it has started when this process ends, whatever they do.
  ///
  /// Does not wait until the program is there; see `ProgramStart.confirm`. `memory` is the most bytes
  /// that it may allocate; 0 is no limit. What it leaves running ends with it, unless the guard
  /// `spares` that.
  package func start(
    program words: [String],
    memory: Int = 0,
    spares: Bool = false,
    environment: [String],
    _ streams: consuming ChildStreams
  ) throws(SystemError) -> ProgramStart {
    let (read, write) = try Descriptor.pipe().release()
    let told = Descriptor(read)
    let tells = Descriptor(write)
    let order = [
      "worker", spares ? Spawner.sparingGuard : Spawner.guarding, String(getpid()), String(memory),
    ]
    let process = try spawn(
      order + words,
      environment: environment,
      [streams.input.number, streams.output.number, streams.errors.number, tells.number],
      isGuard: true
    )
    return ProgramStart(process: process, told: told)
  }

  /// What a guard is called in the words of `swpipe worker`.
  package static let guarding = "--guard"
  /// The same for one that leaves alone what its program has left running.
  package static let sparingGuard = "--guard-program"

  private func spawn(
    _ words: [String],
    environment: [String],
    _ descriptors: [Int32],
    isGuard: Bool
  ) throws(SystemError) -> StartedProcess {
    let number = CStrings.with(["swpipe"] + words) { words in
      CStrings.with(environment) { environment in
        swp_spawn(executable, words, environment, descriptors, Int32(descriptors.count))
      }
    }
    guard number > 0 else { throw SystemError(-number) }
    return StartedProcess(number: number, isGuard: isGuard)
  }

  // MARK: In the started process

  /// In a process that `start` has started: has it end, with its group, when the thread of its parent
  /// that started it does.
  ///
  /// False where the parent has gone already, or this is no such process.
  package static func dieWithParent(_ parent: Int32) -> Bool {
    swp_die_with_parent(parent)
  }

  /// In such a process: ends it and its process group.
  package static func endGroup() {
    swp_end_group()
  }

  /// Limits the bytes that this process may allocate.
  package static func limitMemory(_ bytes: Int) throws(SystemError) {
    let code = swp_limit_data(Int64(bytes))
    if code < 0 { throw SystemError(-code) }
  }

  /// Is the guard of a program, and then never returns; returns only where this is no guard.
  package static func guardProgram(parent: Int32, memory: Int, spares: Bool, _ words: [String]) {
    let code = CStrings.with(words) { swp_guard(parent, Int64(memory), spares, $0) }
    if code != EBADF { _exit(127) }
  }
}
