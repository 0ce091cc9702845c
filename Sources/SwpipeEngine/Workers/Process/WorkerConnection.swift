internal import SwpipeCore

/// A worker process that has started, and the frames to and from it.
struct WorkerConnection {
  let process: ChildProcess
  let reader: FrameReader
  let sender: FrameSender

  init(_ process: ChildProcess) {
    self.process = process
    reader = FrameReader(socket: process.output, process: process.descriptor)
    sender = FrameSender(socket: process.input, process: process.descriptor)
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
