package import SwpipeCore
internal import SwpipeSystem

/// What is said between swpipe and a plugin's process before the first element and after the last.
package struct FramesGreeting {
  package let transform: PluginTransform
  package let start: PluginStart
  /// Nanoseconds that the spec gives it for each of HELLO and START; 0 is `helloLimit` and `startLimit`.
  private let timeout: Int64
  /// Called where what the process offers is not what was planned with.
  private let forget: @Sendable () -> Void

  package init(
    transform: PluginTransform,
    start: PluginStart,
    timeout: Int64 = 0,
    forget: @escaping @Sendable () -> Void
  ) {
    self.transform = transform
    self.start = start
    self.timeout = timeout
    self.forget = forget
  }

  /// Nanoseconds in which HELLO must be answered.
  static let helloLimit: Int64 = 10_000_000_000
  /// Nanoseconds in which START must be answered.
  private static let startLimit: Int64 = 60_000_000_000

  /// Nanoseconds after DONE before a word is said of it, and in which it must be answered.
  private static let doneWarning: Int64 = 10_000_000_000
  private static let doneLimit: Int64 = 300_000_000_000

  /// HELLO, MANIFEST, START, STARTED.
  package func begin(_ channel: ProcessChannel, restarts: Int) throws(ProcessLoss) {
    let manifest = try FramesGreeting.hello(channel, within: timeout)
    guard let offered = manifest.transforms.first(where: { $0.name == transform.name }),
      offered == transform
    else {
      forget()
      throw .broke(
        "describes `\(transform.name)` otherwise than when the spec was checked; run it again"
      )
    }
    PluginFrame.append(.start, Array(startJSON(restarts: restarts).utf8), to: &channel.pending)
    let answer = try FramesGreeting.answer(
      channel,
      within: timeout > 0 ? timeout : FramesGreeting.startLimit
    )
    switch answer {
    case .started: return
    case .refused(let reason): throw .broke("could not start: \(reason)")
    default: throw .broke("answered START by something else than STARTED")
    }
  }

  /// HELLO and MANIFEST; `limit` is how many nanoseconds that may take, 0 is `helloLimit`.
  package static func hello(_ channel: ProcessChannel, within limit: Int64) throws(ProcessLoss)
    -> PluginManifest
  {
    let versions = PluginManifest.protocols.map { String($0) }.joined(separator: ", ")
    let hello = "{\"swpipe\":\"\(SwpipeVersion.text)\",\"protocol\":[\(versions)]}"
    PluginFrame.append(.hello, Array(hello.utf8), to: &channel.pending)
    switch try answer(channel, within: limit > 0 ? limit : helloLimit) {
    case .manifest(let json):
      do throws(ManifestProblem) {
        return try PluginManifest.read(json)
      } catch {
        let words = PluginLimits.text(error.description, most: PluginLimits.excerpt)
        throw .broke("sent a manifest that is wrong: \(words)")
      }
    case .refused(let reason): throw .broke("refused: \(reason)")
    default: throw .broke("answered HELLO by something else than its manifest")
    }
  }

  /// DONE and ENDED.
  ///
  /// Calls `warn` once where that takes long.
  package func end(
    _ channel: ProcessChannel,
    _ status: StageStatus,
    isStopped: Bool,
    warn: () -> Void
  ) throws(ProcessLoss) {
    FramesGreeting.appendDone(status, isStopped: isStopped, to: &channel.pending)
    var answer: PluginAnswer?
    do throws(ProcessLoss) {
      answer = try FramesGreeting.answer(
        channel,
        within: FramesGreeting.doneWarning,
        heedsStop: false
      )
    } catch {
      guard error == .timedOut else { throw error }
      warn()
    }
    while true {
      let next: PluginAnswer
      if let first = answer {
        next = first
        answer = nil
      } else {
        next = try FramesGreeting.answer(
          channel,
          within: FramesGreeting.doneLimit,
          heedsStop: false
        )
      }
      switch next {
      case .ended: return
      case .refused(let reason): throw .broke("could not end: \(reason)")
      // A stopped run leaves elements open, whose answers may be on their way.
      case .emit, .done, .failed: if !isStopped { throw .broke("answered after the last element") }
      case .started, .manifest: throw .broke("answered DONE by something else than ENDED")
      }
    }
  }

  package static func appendDone(_ status: StageStatus, isStopped: Bool, to output: inout [UInt8]) {
    let json = """
      {"active_workers":\(status.activeWorkers),"done":\(status.done),"last":\(status.last),\
      "in":\(status.elementsIn),"out":\(status.elementsOut),"failed":\(status.failed),\
      "stopped":\(isStopped)}
      """
    PluginFrame.append(.done, Array(json.utf8), to: &output)
  }

  /// The next thing that the process says.
  private static func answer(
    _ channel: ProcessChannel,
    within limit: Int64?,
    heedsStop: Bool = true
  ) throws(ProcessLoss) -> PluginAnswer {
    let deadline = limit.map { MonotonicClock.now + $0 }
    let codec = FramesCodec(sendsIndices: false)
    channel.flush()
    while true {
      var answer: PluginAnswer?
      let count = try codec.decodeFrame(channel.received.bytes) { (said) throws(ProcessLoss) in
        answer = said
      }
      channel.received.consume(count)
      if let answer { return answer }
      switch channel.wait(until: deadline, heedsStop: heedsStop) {
      case .received, .sent, .rung: break
      case .ended: throw .ended
      case .deaf where channel.awaitEnd(): break
      case .deaf: throw .broke("closed its standard input")
      case .timedOut: throw .timedOut
      case .stopped: throw .stopped
      }
    }
  }

  package func startJSON(restarts: Int) -> String {
    let arguments = start.arguments.map {
      "\(JSONText.quoted($0.parameter.name)):\($0.argument.plain.json)"
    }
    return """
      {"transform":\(JSONText.quoted(transform.name)),"operator":"\(start.work.rawValue)",\
      "arguments":{\(arguments.joined(separator: ","))},\
      "worker_info":{"index":\(start.worker.index),"kind":"\(start.worker.kind.rawValue)",\
      "stage":\(JSONText.quoted(start.worker.stage)),"restarts":\(restarts)},\
      "resources":\(start.resourcesJSON)}
      """
  }
}
