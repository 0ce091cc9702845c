private import CLinux
private import Glibc
internal import SwpipeCore
internal import Synchronization

/// The worker processes of a run: starts them, passes on what they write to standard error, and sees
/// to it that none is left behind.
///
/// One thread starts all of them and stays until the end of the run, because Linux ends a child when
/// the thread that started it ends.
final class ChildProcesses: Sendable {
  /// What a process is started with, and where its starter waits.
  private final class Request: Sendable {
    let label: String
    let environment: [String]
    let isDone = Futex()
    let result = Mutex<Result<ChildProcess, RunFailure>?>(nil)

    init(label: String, environment: [String]) {
      self.label = label
      self.environment = environment
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
  private let state = Mutex(State())
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

  /// Starts a process and waits until it is there; its lines on standard error begin with `label`.
  func start(label: String, environment: [String]) throws(RunFailure) -> ChildProcess {
    let request = Request(label: label, environment: environment)
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

  /// Ends a process, and says how it had ended; see `ChildProcess.end`.
  @discardableResult
  func end(_ child: ChildProcess) -> String {
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
    "no worker process starts any more, because the run is over"
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
    var control: [Int32] = [-1, -1]
    var errors: [Int32] = [-1, -1]
    var code = swp_socket_pair(&control)
    if code == 0 { code = swp_pipe(&errors) }
    if code == 0 {
      code = withCStrings([executable, "worker", String(getpid())]) { arguments in
        withCStrings(request.environment) { environment in
          swp_spawn(executable, arguments, environment, control[1], errors[1])
        }
      }
    }
    for descriptor in [control[1], errors[1]] where descriptor >= 0 { close(descriptor) }
    guard code > 0 else {
      for descriptor in [control[0], errors[0]] where descriptor >= 0 { close(descriptor) }
      let words = SystemError(-code).words
      return .failure(RunFailure(.resource, "a worker process could not be started: \(words)"))
    }
    relay.add(errors[0], label: request.label)
    let child = ChildProcess(number: code, socket: control[0])
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
