private import Glibc
internal import SwpipeCore
internal import SwpipeSystem
internal import Synchronization

/// The processes of a run's workers, swpipe's own and the programs of plugins: starts them, passes on
/// what they write to standard error, and sees to it that none is left behind.
///
/// One thread starts all of them and stays until the end of the run, because Linux ends a child when
/// the thread that started it ends.
final class ChildProcesses: ChildStarter {
  /// What is to be started.
  private enum Work: Sendable {
    /// `swpipe worker` for a stage, which sees so much of the environment.
    case worker(environment: [String])
    /// A program of a plugin; what it leaves running is ended with it unless that is spared.
    case program([String], memory: Int, spares: Bool)
  }

  /// A process to start, and where its starter waits.
  private final class Request: Sendable {
    let work: Work
    let label: String
    let isDone = Futex()
    let result = Lock<Result<ChildProcess, RunFailure>?>(nil)
    /// Tells of the start of a program.
    let told = Lock<Descriptor?>(nil)

    init(_ work: Work, label: String) {
      self.work = work
      self.label = label
    }
  }

  private struct State {
    var requests: [Request] = []
    var children: [ObjectIdentifier: ChildProcess] = [:]
    var isStopping = false
    var isOver = false
  }

  private let spawner: Spawner
  private let relay: ErrorRelay
  private let watch: ChildWatch
  private let state = Lock(State())
  private let parker = Parker()

  /// Starts the threads; `executable` is the program that runs `swpipe worker`.
  init(executable: String, log: any LogWriter, events: Parker) throws(RunFailure) {
    spawner = Spawner(executable: executable)
    watch = try ChildWatch(events: events)
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
    try start(Request(.worker(environment: environment), label: label))
  }

  func start(_ words: [String], label: String, memory: Int, spares: Bool) throws(RunFailure)
    -> any Child
  {
    let request = Request(.program(words, memory: memory, spares: spares), label: label)
    let child = try start(request)
    guard let told = request.told.withLock({ $0.take() }) else { return child }
    do throws(ProgramStart.Refusal) {
      if try ProgramStart.confirm(told) { return child }
      throw .ended(end(child))
    } catch {
      end(child)
      throw RunFailure(.resource, "`\(words.first ?? "")` cannot be started: \(error.words)")
    }
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
  func end(_ child: any Child) -> ProcessEnd {
    let end = child.end()
    state.withLock { _ = $0.children.removeValue(forKey: ObjectIdentifier(child)) }
    return end
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
    watch.finish()
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
    let child: ChildProcess
    do throws(SystemError) {
      var streams = ChildStreams()
      let errors = try Descriptor.pipe()
      let (read, write) = errors.release()
      let said = Descriptor(read)
      streams.errors = .descriptor(Descriptor(write))
      switch request.work {
      case .worker(let environment): child = try startWorker(environment, streams)
      case .program(let words, let memory, let spares):
        child = try startProgram(words, memory, spares, request, streams)
      }
      relay.add(said.release(), label: request.label)
    } catch {
      let message = "a process could not be started: \(error.words)"
      return .failure(RunFailure(.resource, message))
    }
    let (isStopping, isOver) = state.withLock { state in
      state.children[ObjectIdentifier(child)] = child
      return (state.isStopping, state.isOver)
    }
    if isOver { child.kill() } else if isStopping { child.askToStop() }
    watch.add(child)
    return .success(child)
  }

  private func startWorker(_ environment: [String], _ streams: consuming ChildStreams)
    throws(SystemError) -> ChildProcess
  {
    let (ours, theirs) = try Descriptor.socketPair().release()
    let socket = Descriptor(ours)
    streams.output = .null
    streams.control = .descriptor(Descriptor(theirs))
    let words = ["worker", String(getpid())]
    let process = try spawner.start(words, environment: environment, streams)
    let number = socket.release()
    return ChildProcess(process, input: number, output: number)
  }

  private func startProgram(
    _ words: [String],
    _ memory: Int,
    _ spares: Bool,
    _ request: Request,
    _ streams: consuming ChildStreams
  ) throws(SystemError) -> ChildProcess {
    let toChild = try Descriptor.pipe().release()
    let input = Descriptor(toChild.second)
    streams.input = .descriptor(Descriptor(toChild.first))
    let fromChild = try Descriptor.pipe().release()
    let output = Descriptor(fromChild.first)
    streams.output = .descriptor(Descriptor(fromChild.second))
    Descriptor.tunePipe(input.number, capacity: ChildProcesses.capacity)
    Descriptor.tunePipe(output.number, capacity: ChildProcesses.capacity)
    let start = try spawner.start(
      program: words,
      memory: memory,
      spares: spares,
      environment: ProcessEnvironment.all,
      streams
    )
    var told: Descriptor?
    let process = start.process(telling: &told)
    // What a closure captures cannot be consumed, so only the number goes through.
    if let number = told.take()?.release() { request.told.withLock { $0 = Descriptor(number) } }
    return ChildProcess(process, input: input.release(), output: output.release())
  }

  /// The bytes that may be on their way in each direction, where the system allows so many.
  private static let capacity: Int32 = 1 << 20
}
