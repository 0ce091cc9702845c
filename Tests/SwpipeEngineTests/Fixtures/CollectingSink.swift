import SwpipeCore
import Synchronization

/// Keeps what was written, for tests to look at; can be held shut and can fail.
final class Collected: Sendable {
  struct State {
    var elements: [String] = []
    var indices: [ElementIndex] = []
    /// How the run had ended by what the sink was told; nil until then.
    var end: RunEnd?
    /// Whether the run never began.
    var isAbandoned = false
  }

  let state = Lock(State())
  /// Each write waits here first.
  let gate: Futex?
  /// The write call, from 1, that fails, and how.
  let failure: (call: Int, SinkFailure)?

  init(gate: Futex? = nil, failure: (call: Int, SinkFailure)? = nil) {
    self.gate = gate
    self.failure = failure
  }

  var elements: [String] { state.withLock { $0.elements } }
}

struct CollectingSink: Sink {
  let collected: Collected
  var calls = 0

  mutating func write(_ slice: borrowing Slice) throws(SinkFailure) {
    collected.gate?.wait()
    calls += 1
    if let failure = collected.failure, failure.call == calls { throw failure.1 }
    for position in slice.range {
      let text = slice.withElement(position) { span in
        span.withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
      }
      let index = slice.elementIndex(position)
      collected.state.withLock { state in
        state.elements.append(text)
        state.indices.append(index)
      }
    }
  }

  mutating func finish(_ end: RunEnd) throws(SinkFailure) {
    collected.state.withLock { $0.end = end }
  }

  mutating func abandon() {
    collected.state.withLock { $0.isAbandoned = true }
  }
}
