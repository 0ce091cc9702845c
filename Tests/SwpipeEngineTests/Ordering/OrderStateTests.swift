import Testing

@testable import SwpipeEngine

struct OrderStateTests {
  /// Emits all that is due; who was handed the turn, if anybody.
  private func emit(_ state: inout OrderState<String, String>, into emitted: inout [String])
    -> String?
  {
    while true {
      switch state.next() {
      case .payload(let payload): emitted.append(payload)
      case .handOver(let waiter): return waiter
      case .nothing: return nil
      }
    }
  }

  @Test(arguments: 0..<50)
  func `intervals that end in any order are emitted in theirs`(seed: Int) {
    var random = SplitMix(seed)
    var state = OrderState<String, String>()
    var emitted: [String] = []
    var intervals: [(start: Int64, count: Int)] = []
    var start: Int64 = 0
    for _ in 0..<40 {
      let count = Int.random(in: 1...5, using: &random)
      intervals.append((start, count))
      start += Int64(count)
    }
    for interval in intervals.shuffled(using: &random) {
      let name = "\(interval.start)"
      if state.complete(from: interval.start, count: interval.count, name) == .emit {
        #expect(emit(&state, into: &emitted) == nil)
      }
      #expect(!state.isEmitting)
    }
    #expect(emitted == intervals.map { "\($0.start)" })
    #expect(state.due == start)
  }

  @Test func `while one emits others only leave what they have`() {
    var state = OrderState<String, String>()
    #expect(state.complete(from: 0, count: 1, "a") == .emit)
    #expect(state.isEmitting)
    #expect(state.complete(from: 1, count: 1, "b") == .kept)
    var emitted: [String] = []
    #expect(emit(&state, into: &emitted) == nil)
    #expect(emitted == ["a", "b"])
  }

  @Test func `whoever is due gets the turn at once`() {
    var state = OrderState<String, String>()
    #expect(state.awaitTurn(of: 0, "w") == true)
    #expect(state.isEmitting)
  }

  @Test func `the turn is handed over to who waits for it`() {
    var state = OrderState<String, String>()
    #expect(state.awaitTurn(of: 2, "w") == false)
    #expect(state.complete(from: 0, count: 2, "a") == .emit)
    var emitted: [String] = []
    #expect(emit(&state, into: &emitted) == "w")
    #expect(state.isEmitting)
    #expect(state.complete(from: 5, count: 1, "c") == .kept)
    state.emitted(count: 3)
    #expect(emit(&state, into: &emitted) == nil)
    #expect(emitted == ["a", "c"])
    #expect(!state.isEmitting)
  }

  @Test func `whose turn it is waits while another emits`() {
    var state = OrderState<String, String>()
    #expect(state.complete(from: 0, count: 1, "a") == .emit)
    _ = state.next()
    // The interval is out, but its emitter has not asked for more yet.
    #expect(state.awaitTurn(of: 1, "w") == false)
    var emitted: [String] = []
    #expect(emit(&state, into: &emitted) == "w")
  }

  @Test func `a drain gives up what waits and lets nobody wait any more`() {
    var state = OrderState<String, String>()
    #expect(state.complete(from: 3, count: 1, "d") == .kept)
    #expect(state.awaitTurn(of: 1, "w") == false)
    let drained = state.drain()
    #expect(drained.payloads == ["d"])
    #expect(drained.waiters == ["w"])
    #expect(state.awaitTurn(of: 9, "x") == true)
    #expect(state.drain().payloads.isEmpty)
  }
}
