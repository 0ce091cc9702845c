internal import CLinux
internal import Glibc
internal import SwpipeCore

/// A program that was started and must be waited for.
///
/// It leads a process group of its own, so that a Ctrl-C at the terminal is swpipe's to handle, and
/// what it starts can be ended with it. It has /dev/null as standard input, standard error as
/// standard output, no other descriptor, default signals and an empty mask.
struct ChildCommand: ~Copyable {
  /// How a program ended.
  enum End {
    case exited(Int32)
    case killed(Int32)
  }

  private let process: pid_t

  /// Starts a program, looked for as execvp(3) does.
  init(_ words: [String], environment: [(name: String, value: String)]) throws(RunFailure) {
    guard let program = words.first, words.allSatisfy({ !$0.utf8.contains(0) }) else {
      throw RunFailure(.resource, "a command cannot have a NUL byte in it")
    }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_adddup2(&actions, 2, 1)
    _ = swp_spawn_close_from(&actions, 3)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var signals = sigset_t()
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    sigfillset(&signals)
    posix_spawnattr_setsigdefault(&attributes, &signals)
    posix_spawnattr_setpgroup(&attributes, 0)
    let flags = POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF
    posix_spawnattr_setflags(&attributes, Int16(flags))
    let variables = ChildCommand.environment(adding: environment)
    var process: pid_t = 0
    let error = CStringArray.with(words) { words in
      CStringArray.with(variables) { variables in
        posix_spawnp(&process, program, &actions, &attributes, words, variables)
      }
    }
    if error != 0 {
      throw RunFailure(
        .resource,
        "cannot run the command `\(program)`: \(SystemError(error).words)",
        help: words.count == 1 && program.utf8.contains(UInt8(ascii: " "))
          ? "the program and its arguments are a list: [program, argument]; "
            + "[sh, -c, 'a | b'] has the shell run them"
          : nil
      )
    }
    self.process = process
  }

  /// Waits for its end, doing what the watch says meanwhile; to be called once.
  consuming func wait(_ watch: inout CommandWatch, stop: Futex) -> End {
    let descriptor = swp_pidfd_open(process)
    defer { if descriptor >= 0 { close(descriptor) } }
    while descriptor >= 0, !hasEnded(descriptor, within: 0) {
      switch watch.step(at: swp_monotonic_ns(), isStopped: stop.isOpen) {
      case .wait(let nanoseconds): _ = hasEnded(descriptor, within: nanoseconds)
      case .terminate: kill(-process, SIGTERM)
      case .kill: kill(-process, SIGKILL)
      }
    }
    // The group goes before its leader is reaped, as long as nobody else can have its number.
    if descriptor >= 0 { kill(-process, SIGKILL) }
    var status: Int32 = 0
    _ = swp_reap(process, &status)
    let signal = swp_exit_signal(status)
    return signal == 0 ? .exited(swp_exit_code(status)) : .killed(signal)
  }

  private func hasEnded(_ descriptor: Int32, within nanoseconds: Int64) -> Bool {
    var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    return poll(&request, 1, Int32(clamping: (nanoseconds + 999_999) / 1_000_000)) > 0
  }

  /// This process's environment with some variables set.
  private static func environment(adding variables: [(name: String, value: String)]) -> [String] {
    var result: [String] = []
    if var next = swp_environment() {
      while let variable = next.pointee {
        let text = String(cString: variable)
        if !variables.contains(where: { text.hasPrefix($0.name + "=") }) { result.append(text) }
        next += 1
      }
    }
    return result + variables.map { "\($0.name)=\($0.value)" }
  }
}
