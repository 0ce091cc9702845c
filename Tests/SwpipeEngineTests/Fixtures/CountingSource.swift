import SwpipeCore

/// Gives 0 ..< count as text, `batch` at a time; endless where count is nil.
struct CountingSource: Source {
  let count: Int?
  let batch: Int
  /// The read call, from 1, that fails.
  let failingCall: Int?
  /// After its elements the source is silent until it is stopped.
  let isSilentAtEnd: Bool
  let context: SourceContext
  var next = 0
  var calls = 0

  mutating func read(into output: inout BatchBuilder) throws(RunFailure) -> SourceState {
    calls += 1
    if calls == failingCall { throw RunFailure(.input, "the input broke") }
    let end = min(count ?? .max, next + batch)
    while next < end {
      output.append(utf8: String(next))
      output.endElement()
      next += 1
    }
    if next == count, isSilentAtEnd, output.count == 0 {
      // A pipe whose writer stays open: readable never, so only a stop ends the wait.
      _ = context.readiness.waitReadable(-1)
      return .stopped
    }
    return next == count && !isSilentAtEnd ? .end : .more
  }

  mutating func close() {}
}
