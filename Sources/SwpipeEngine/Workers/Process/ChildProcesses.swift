private import CLinux
private import Glibc
internal import SwpipeCore
internal import Synchronization

/// The processes of a run's workers, swpipe's own and the programs of plugins: starts them, passes on
/// what they write to standard error, and sees to it that none is left behind.
///
/// One thread starts all of them and stays until the end of the run, because Linux ends a child when
/// the thread that started it ends.
final class ChildProcesses: ChildStarter {
  /// What a process is started with, and where its starter waits.
  private final class Request: Sendable {
    /// What follows the name of this program.
    let arguments: [String]
    let label: String
    let environment: [String]
    /// Whether it talks on its standard input and output, by pipes.
    let isPiped: Bool
    let isDone = Futex()
    let result = Lock<Result<ChildProcess, RunFailure>?>(nil)

    init(_ arguments: [String], label: String, environment: [String], isPiped: Bool) {
      self.arguments = arguments
      self.label = label
      self.environment = environment
      self.isPiped = isPiped
    }
  }

  private struct State {
    var requests: [Request] = []
    var children: [ObjectIdentifier: ChildProcess] = [:]
    var isStopping = false
    var isOver = false
  }

  private let executable: String
  private let relay: ErrorRelay
  private let state = Lock(State())
  private let parker = Parker()

  /// Starts the threads; `executable` is the program that runs `swpipe worker`.
  init(executable: String, log: any LogWriter, events: Parker) throws(RunFailure) {
    self.executable = executable
    relay = try ErrorRelay(log: log, events: events)
    _ = try WorkerThread(name: "children", events: events) { [weak self] in
      guard let parker = self?.parker else { return }
      // Not held while it waits, so that it ends with the last other reference too.
      while self?.serve() ?? false { parker.park() }
    }
  }

  deinit {
    finish()
  }

  // MARK: For workers

  /// Starts a worker process and waits until it is there; its lines on standard error begin with
  /// `label`.
  func start(label: String, environment: [String]) throws(RunFailure) -> ChildProcess {
    let words = ["worker", String(getpid())]
    return try start(Request(words, label: label, environment: environment, isPiped: false))
  }

  func start(_ words: [String], label: String, memory: Int) throws(RunFailure) -> any Child {
    let guarded = ["worker", "--guard", String(getpid()), String(memory)] + words
    return try start(
      Request(guarded, label: label, environment: ChildEnvironment.all, isPiped: true)
    )
  }

  private func start(_ request: Request) throws(RunFailure) -> ChildProcess {
    let isOver = state.withLock { state in
      if !state.isOver { state.requests.append(request) }
      return state.isOver
    }
    if isOver { throw ChildProcesses.refusal }
    parker.unpark()
    request.isDone.wait()
    guard let result = request.result.withLock({ $0 }) else { throw ChildProcesses.refusal }
    return try result.get()
  }

  @discardableResult
  func end(_ child: any Child) -> String {
    let words = child.end()
    state.withLock { _ = $0.children.removeValue(forKey: ObjectIdentifier(child)) }
    return words
  }

  // MARK: For the run

  /// Asks all of them, and those that start later, to hurry to their end.
  func askToStop() {
    let children = state.withLock { state in
      state.isStopping = true
      return Array(state.children.values)
    }
    for child in children { child.askToStop() }
  }

  /// Ends all of them; none starts any more.
  func killAll() {
    let children = state.withLock { state in
      state.isOver = true
      return Array(state.children.values)
    }
    for child in children { child.kill() }
    parker.unpark()
  }

  /// Ends all of them and the threads, once everything that they wrote is passed on.
  func finish() {
    killAll()
    relay.finish()
  }

  private static let refusal = RunFailure(
    .internalCheck,
    "no process starts any more, because the run is over"
  )

  // MARK: The thread

  /// Starts what is asked for; false once the run is over.
  private func serve() -> Bool {
    let (requests, isOver) = state.withLock { state in
      defer { state.requests = [] }
      return (state.requests, state.isOver)
    }
    for request in requests {
      let result = isOver ? .failure(ChildProcesses.refusal) : spawn(request)
      request.result.withLock { $0 = result }
      request.isDone.open()
    }
    return !isOver
  }

  private func spawn(_ request: Request) -> Result<ChildProcess, RunFailure> {
    var pipes = ChildPipes()
    var code = request.isPiped ? pipes.openStandard() : pipes.openControl()
    if code == 0 { code = pipes.openErrors() }
    if code == 0 {
      code = withCStrings([executable] + request.arguments) { arguments in
        withCStrings(request.environment) { environment in
          swp_spawn(executable, arguments, environment, pipes.theirs)
        }
      }
    }
    pipes.closeTheirs()
    guard code > 0 else {
      pipes.closeOurs()
      let words = SystemError(-code).words
      return .failure(RunFailure(.resource, "a process could not be started: \(words)"))
    }
    relay.add(pipes.errors, label: request.label)
    let child = ChildProcess(number: code, input: pipes.input, output: pipes.output)
    let (isStopping, isOver) = state.withLock { state in
      state.children[ObjectIdentifier(child)] = child
      return (state.isStopping, state.isOver)
    }
    if isOver { child.kill() } else if isStopping { child.askToStop() }
    return .success(child)
  }

  /// Calls `body` with a null-ended array of C strings.
  private func withCStrings<Value>(
    _ texts: [String],
    _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> Value
  ) -> Value {
    let pointers = texts.map { strdup($0) } + [nil]
    defer { for pointer in pointers { free(pointer) } }
    return pointers.withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress else { preconditionFailure("the array has its end") }
      return body(base)
    }
  }
}
