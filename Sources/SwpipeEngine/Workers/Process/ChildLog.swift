internal import SwpipeCore

/// The log of a worker process: its parent writes the lines, among those of all other workers.
struct ChildLog: LogWriter {
  let sender: FrameSender

  func write(_ level: LogLevel, _ message: String, stage: String) {
    var frame = FrameWriter(.log)
    frame.put(level.rawValue)
    frame.put(message)
    frame.put(stage)
    // Without a parent there is nobody to tell.
    try? sender.send(frame)
  }
}
