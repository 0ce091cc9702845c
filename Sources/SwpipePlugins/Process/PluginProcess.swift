internal import SwpipeCore
internal import SwpipeSystem

/// How the processes of one worker are started and brought to their end.
final class PluginProcess {
  /// What the plugin is called, in backquotes.
  let name: String
  private let words: [String]
  private let context: TransformContext
  /// What the run gives the program, and wants of it.
  let run: ProgramContext
  private var children: any ChildStarter { run.children }
  /// What is said at its start and end, where it speaks frames.
  private let greeting: FramesGreeting?
  /// Whether it says in its start that it is of use.
  var greets: Bool { greeting != nil }
  private var restarts = 0
  private var hasStarted = false
  /// Tells of a process that ended while it had no element.
  private let restNotice: @Sendable (ProcessEnd) -> Void
  /// The same of one whose state is lost with it.
  private let lossNotice: @Sendable (ProcessEnd) -> Void

  /// So many processes in a row may die in their start.
  private static let mostDeaths = 3
  /// Nanoseconds that a process has to end once its standard input is closed.
  static let endGrace: Int64 = 1_000_000_000

  init(
    _ name: String,
    _ words: [String],
    _ greeting: FramesGreeting?,
    _ context: TransformContext
  ) throws(RunFailure) {
    self.name = "`\(name)`"
    self.words = words
    self.greeting = greeting
    self.context = context
    guard let run = context.program else {
      preconditionFailure("a stage with a plugin's process has nothing that starts it")
    }
    self.run = run
    restNotice = { [name = self.name, greets = greeting != nil] end in
      // A filter that has answered and ends in order does what `head` does; whether that was too early
      // shows with the next element.
      if context.stop.isOpen || (end.isSuccess && !greets) { return }
      run.noteRestart()
      context.log.write(
        .warning,
        "the process of \(name) \(end.words) while it had nothing to do; another one takes its place",
        stage: context.workerInfo.stage
      )
    }
    lossNotice = { [name = self.name] end in
      if context.stop.isOpen { return }
      run.noteRestart()
      run.fail(PluginProcess.lostState(name, end.words))
    }
    do throws(PluginProblem) {
      _ = try ProgramPath.find(words)
    } catch {
      throw RunFailure(.resource, error.message, help: error.help)
    }
  }

  /// Starts a process and waits until it is ready; nil where the run stops before.
  func start() throws(RunFailure) -> ProcessChannel? {
    var deaths = 0
    while !context.stop.isOpen {
      let worker = context.workerInfo
      let child = try children.start(
        words,
        label: "\(worker.stage)/\(worker.index)",
        memory: run.memory
      )
      let channel = ProcessChannel(child, stop: context.stop.pollDescriptor)
      if hasStarted { restarts += 1 }
      do throws(ProcessLoss) {
        try greeting?.begin(channel, restarts: restarts)
        hasStarted = true
        return channel
      } catch {
        let ending = ending(of: channel, after: error)
        deaths += 1
        switch error {
        case .stopped: return nil
        case .broke(let what), .repeated(let what): throw failure("the process of \(name) \(what)")
        case .timedOut:
          throw RunFailure(
            .resource,
            "the process of \(name) did not start in time",
            help: "`start_timeout: 2m` in its entry of `plugins:` gives it more time"
          )
        case .ended:
          // The first one that ends of itself has its reason, which another one would have as well.
          let isFinal = if !hasStarted, case .exited = ending { true } else { false }
          guard deaths < PluginProcess.mostDeaths, !isFinal else {
            throw RunFailure(
              .resource,
              "the process of \(name) \(PluginProcess.words(of: ending)) while it started",
              help: RunFailure.help(startingWith: run.memory)
            )
          }
        }
      }
    }
    return nil
  }

  /// Ends a process, and says how it had ended, in words that follow "the process".
  @discardableResult
  func end(_ channel: ProcessChannel, after loss: ProcessLoss? = nil) -> String {
    PluginProcess.words(of: ending(of: channel, after: loss))
  }

  /// Ends a process, and says how it had ended; nil where it had closed its standard output alone.
  func ending(of channel: ProcessChannel, after loss: ProcessLoss?) -> ProcessEnd? {
    let hasEnded = loss != .ended || channel.awaitEnd()
    let end = children.end(channel.child)
    return hasEnded ? end : nil
  }

  static func words(of ending: ProcessEnd?) -> String {
    ending?.words ?? "closed its standard output"
  }

  /// Lets a process that has nothing more to do come to its end.
  func finish(_ channel: ProcessChannel, _ status: StageStatus, isStopped: Bool) throws(RunFailure)
  {
    do throws(ProcessLoss) {
      try greeting?.end(channel, status, isStopped: isStopped) {
        warn("has been at its end for 10 seconds; it is waited for")
      }
    } catch {
      let words = end(channel, after: error)
      if context.stop.isOpen { return }
      if let what = error.breach { throw failure("the process of \(name) \(what)") }
      if error == .timedOut { throw failure("the process of \(name) did not end in time") }
      throw failure("the process of \(name) \(words) at its end")
    }
    channel.closeInput()
    let deadline = MonotonicClock.now + PluginProcess.endGrace
    var isOver = false
    while !isOver {
      if greeting == nil, !channel.received.isEmpty {
        end(channel)
        throw failure("the process of \(name) wrote more lines than it was given")
      }
      switch channel.wait(until: deadline, heedsStop: false) {
      case .received where greeting == nil: break
      case .received: channel.received.consume(channel.received.bytes.count)
      case .sent, .rung: break
      case .ended, .deaf, .timedOut, .stopped: isOver = true
      }
    }
    let left = deadline - MonotonicClock.now
    let hasEnded = DescriptorWait.forEnd(of: channel.child.descriptor, nanoseconds: left)
    let end = children.end(channel.child)
    if !hasEnded { warn("did not end within a second and was killed") }
    if hasEnded, !end.isSuccess, !isStopped {
      throw failure("the process of \(name) \(end.words) at its end")
    }
  }

  // MARK: Rest

  /// Has the death of a process that has no element told when it happens; it ends the run where the
  /// process has a state that no other one can begin with.
  func rest(_ channel: ProcessChannel, hasState: Bool) {
    channel.child.rest(hasState ? lossNotice : restNotice)
  }

  /// The failure that ends the run where a process that is gone has taken along what it kept from one
  /// element to the next.
  static func lostState(_ name: String, _ cause: String, help: String? = nil) -> RunFailure {
    RunFailure(
      .element,
      "the process of \(name) \(cause), and what it kept of earlier elements is lost with it",
      help: help
    )
  }

  /// Where a process ended while it had no element: ends its channel, and says how it had ended.
  func deathInRest(_ channel: ProcessChannel) -> ProcessEnd? {
    guard let end = channel.child.wake() else { return nil }
    children.end(channel.child)
    return end
  }

  func warn(_ words: String) {
    context.log.write(
      .warning,
      "the process of \(name) \(words)",
      stage: context.workerInfo.stage
    )
  }

  func failure(_ message: String) -> RunFailure {
    RunFailure(.resource, message)
  }

  /// What a process did that answered an element that it was not given.
  func unasked(id: UInt64) -> String {
    greeting == nil
      ? "wrote more lines than it was given" : "answered the id \(id), which it was never given"
  }
}
