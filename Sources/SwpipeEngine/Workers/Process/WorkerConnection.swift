internal import SwpipeCore

/// A worker process that has started, and the frames to and from it.
struct WorkerConnection {
  let process: ChildProcess
  let reader: FrameReader
  let sender: FrameSender

  /// `patience` is how many nanoseconds the process may be stopped before it is given up; 0 is for ever.
  init(_ process: ChildProcess, patience: Int64) {
    self.process = process
    let peer = WorkerPeer(
      socket: process.output,
      process: process,
      patience: patience > 0 ? patience : nil
    )
    sender = FrameSender(peer)
    reader = FrameReader(peer, sender: sender)
  }

  /// The kind of the next frame that is no log line; those are written.
  func nextKind(_ log: any LogWriter) throws(FrameLoss) -> FrameKind {
    while true {
      let kind = try reader.kind()
      guard kind == .log else { return kind }
      guard let level = LogLevel(rawValue: try reader.text()) else { throw .garbled }
      log.write(level, try reader.text(), stage: try reader.text())
    }
  }
}
