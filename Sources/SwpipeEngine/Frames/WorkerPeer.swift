internal import SwpipeCore
internal import SwpipeSystem

/// The other side of a socket that frames go through: waits until the socket is ready.
struct WorkerPeer {
  let socket: Int32
  /// The process there; nil where that is not known, as it is to a worker process.
  var process: ChildProcess?
  /// Nanoseconds that the process may be stopped (SIGSTOP) before it is given up; nil for ever.
  ///
  /// Whatever it is doing: only while an element is in its hands does a `timeout` run.
  var patience: Int64?

  /// The time between two looks at whether a process is stopped, at least.
  private static let shortestLook: Int64 = 5_000_000

  /// Waits until something can be read; sends meanwhile what `sender` was given to send ahead.
  func waitToRead(until deadline: Int64?, sending sender: FrameSender?) throws(FrameLoss) {
    var wait = DescriptorWait()
    wait.input = socket
    while let sender, sender.hasUnsent {
      wait.output = socket
      wait.writes = true
      let events = try finish(&wait, for: [.readable, .writable], until: deadline)
      if events.contains(.readable) { return }
      try sender.flush()
    }
    wait.output = -1
    _ = try finish(&wait, for: .readable, until: deadline)
  }

  /// Waits until something can be written.
  func waitToWrite() throws(FrameLoss) {
    var wait = DescriptorWait()
    wait.output = socket
    wait.writes = true
    _ = try finish(&wait, for: .writable, until: nil)
  }

  private func finish(
    _ wait: inout DescriptorWait,
    for wanted: DescriptorWait.Events,
    until deadline: Int64?
  ) throws(FrameLoss) -> DescriptorWait.Events {
    wait.process = process?.descriptor ?? -1
    var stoppedSince: Int64?
    while true {
      let now = MonotonicClock.now
      var limit = deadline.map { $0 - now }
      if let patience {
        let look = max(patience / 2, WorkerPeer.shortestLook)
        limit = min(limit ?? look, look)
      }
      guard let events = try? wait.wait(nanoseconds: limit) else { throw .ended }
      // What it said last is read first.
      if !events.isDisjoint(with: wanted) { return events }
      if !events.isEmpty { throw .ended }
      let later = MonotonicClock.now
      if let deadline, later >= deadline { throw .timedOut }
      guard let patience else { continue }
      guard process?.isStopped ?? false else {
        stoppedSince = nil
        continue
      }
      let since = stoppedSince ?? later
      if later - since >= patience { throw .timedOut }
      stoppedSince = since
    }
  }
}
