import Glibc
import SwpipeCore
import Synchronization

/// A pipe that is fed chunk by chunk: each time the source waits, the next chunk is written.
///
/// So a test says where one read ends and the next begins, without a thread and without a sleep.
final class Script: Readiness {
  let reading: Int32
  private let writing: Int32
  private let chunks: Lock<[[UInt8]]>
  /// What happens after the last chunk.
  private let isEndless: Bool

  init(_ chunks: [[UInt8]], isEndless: Bool = false) {
    var ends: [Int32] = [0, 0]
    precondition(pipe(&ends) == 0)
    reading = ends[0]
    writing = ends[1]
    self.chunks = Lock(chunks.reversed())
    self.isEndless = isEndless
  }

  deinit {
    close(reading)
  }

  var isStopped: Bool { false }

  func waitReadable(_ descriptor: Int32) -> Bool {
    chunks.withLock { chunks in
      guard let chunk = chunks.popLast() else {
        if isEndless { return false }
        close(writing)
        return true
      }
      return chunk.withUnsafeBytes { write(writing, $0.baseAddress, $0.count) == $0.count }
    }
  }
}
