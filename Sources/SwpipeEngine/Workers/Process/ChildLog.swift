private import Glibc
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

  /// What a plugin's program writes goes the way of what this process writes itself.
  func relay(_ line: [UInt8]) {
    var rest = line[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(2, $0.baseAddress, $0.count) }
      guard count > 0 else { return }
      rest = rest.dropFirst(count)
    }
  }
}
