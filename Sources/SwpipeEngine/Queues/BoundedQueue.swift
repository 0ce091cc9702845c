internal import SwpipeCore
internal import Synchronization

/// The queue between workers of any kind: a lock around `QueueState`.
///
/// It decides under the lock and wakes after it. A push or take without waiting costs one
/// uncontended lock, whatever the number of elements.
final class BoundedQueue: Sendable {
  /// What became of a push.
  enum PushOutcome {
    case done
    /// So many elements were dropped, because nobody wants more.
    case discarded(Int)
    /// So many elements were dropped, because the run stopped.
    case cancelled(Int)
  }

  enum TakeOutcome {
    case segment(Segment)
    case ended
    case cancelled
  }

  private let state: Lock<QueueState<Waiter>>
  let maxsize: Int
  /// Those who wait for memory, which may depend on what the consumers do.
  private let memoryWaiters: MemoryWaiters?

  init(
    maxsize: Int,
    maxBytes: Int = 0,
    producers: Int,
    consumers: Int = 1,
    window: Int? = nil,
    memoryWaiters: MemoryWaiters? = nil
  ) {
    self.maxsize = maxsize
    self.memoryWaiters = memoryWaiters
    state = Lock(
      QueueState(
        maxsize: maxsize,
        maxBytes: maxBytes,
        producers: producers,
        consumers: consumers,
        window: window
      )
    )
  }

  /// The most elements that ever waited.
  var maxQueued: Int { state.withLock { $0.maxWaiting } }
  /// The elements that came in.
  var arrivals: Int { state.withLock { Int($0.arrivals) } }
  /// What its consumers are doing.
  var activity: QueueActivity { state.withLock { $0.activity } }
  /// What a consumer can know of what is to come.
  var outlook: InputOutlook { state.withLock { $0.outlook } }

  /// Promises up to `count` places without waiting; nil where waiting is better, see
  /// `QueueState.isCrowded`.
  func reserve(_ count: Int) -> Int? {
    state.withLock { state in state.isCrowded(for: count) ? nil : state.reserve(count) }
  }

  /// Waits until a reservation of `count` places is worth another try.
  func waitForPlaces(_ count: Int, parker: Parker) {
    if registerReserver(count, .thread(parker)) { parker.park() }
  }

  /// Who was woken for room has had its turn, and may have used none: another producer may.
  func passOnRoom() {
    resume(state.withLock { $0.passOnRoom() })
  }

  func release(reserved count: Int) {
    resume(state.withLock { $0.release(reserved: count) })
  }

  /// Puts a segment in, waiting for room as long as `patience` says each time, nanoseconds or nil for as
  /// long as it takes; calls `beforeWaiting` each time before it waits.
  func push(
    _ segment: Segment,
    reserved: Int = 0,
    parker: Parker,
    patience: () -> Int64? = { nil },
    beforeWaiting: () -> Void = {}
  ) -> PushOutcome {
    var rest = segment
    let leaves = patience().map { $0 <= 0 } ?? false
    let (result, wakeups) = state.withLock { state in
      let outcome = state.push(&rest, reserved: reserved)
      if case .accepted = outcome.result, !rest.range.isEmpty, !leaves {
        state.waitToPush(.thread(parker), offering: rest)
      }
      return outcome
    }
    resume(wakeups)
    switch result {
    case .accepted where rest.range.isEmpty: return .done
    case .accepted where leaves: return .cancelled(rest.count)
    case .accepted: return awaitFetching(parker, patience, beforeWaiting)
    case .discarded: return .discarded(rest.count)
    case .cancelled: return .cancelled(rest.count)
    }
  }

  /// Waits until the queue has fetched what the producer offers that parks there.
  private func awaitFetching(
    _ parker: Parker,
    _ patience: () -> Int64?,
    _ beforeWaiting: () -> Void
  ) -> PushOutcome {
    while true {
      beforeWaiting()
      // Others may have woken it, to be asked anew.
      if let patience = patience() { parker.park(nanoseconds: patience) } else { parker.park() }
      let leaves = patience().map { $0 <= 0 } ?? false
      let (result, wakeups) = state.withLock { state in
        state.resume(offering: { $0.isThread(of: parker) }, leaves: leaves)
      }
      resume(wakeups)
      switch result {
      case .waits: continue
      case .gone: return .done
      case .discarded(let count): return .discarded(count)
      case .cancelled(let count): return .cancelled(count)
      }
    }
  }

  // MARK: Parts of waiting, for those who suspend

  func attemptPush(_ rest: inout Segment, reserved: Int) -> QueueState<Waiter>.Push {
    let pushed = rest
    let outcome = state.withLock { state in
      var rest = pushed
      let outcome = state.push(&rest, reserved: reserved)
      return (outcome.result, outcome.wakeups, rest)
    }
    rest = outcome.2
    resume(outcome.1)
    return outcome.0
  }

  func attemptTake(
    upTo grain: Int,
    leasing: Bool,
    leastShare: Int = .max,
    worthwhile: Int = 1
  ) -> QueueState<Waiter>.Take {
    let outcome = state.withLock { state in
      state.take(upTo: grain, leasing: leasing, leastShare: leastShare, worthwhile: worthwhile)
    }
    resume(outcome.wakeups)
    return outcome.result
  }

  /// Registers a producer that found no room; false if there is some by now.
  func registerProducer(_ waiter: Waiter) -> Bool {
    state.withLock { state in
      guard state.mustWaitToPush else { return false }
      state.waitToPush(waiter)
      return true
    }
  }

  /// Registers a producer that got no places; false if it would get some by now.
  func registerReserver(_ count: Int, _ waiter: Waiter) -> Bool {
    state.withLock { state in
      guard state.isCrowded(for: count) else { return false }
      state.waitToPush(waiter)
      return true
    }
  }

  /// Registers a consumer that found nothing; false if there is something by now.
  ///
  /// `holdingSince` is the moment of this where it has elements still.
  func registerConsumer(_ waiter: Waiter, holdingSince: Int64? = nil) -> Bool {
    let isWaiting = state.withLock { state in
      guard state.mustWaitToTake else { return false }
      state.waitToTake(waiter, holdingSince: holdingSince)
      return true
    }
    if isWaiting { memoryWaiters?.wakeIfAny() }
    return isWaiting
  }

  /// Ends the wait of a consumer for whom a bell would ring; where it has, another consumer is woken.
  func withdrawConsumer(_ bell: Bell) {
    resume(
      state.withLock { state in
        state.withdrawConsumer { waiter in
          if case .bell(let own) = waiter { own === bell } else { false }
        }
      }
    )
  }

  func producerEnded() {
    resume(state.withLock { $0.producerEnded() })
  }

  /// Takes up to `grain` elements, waiting for the first as long as it takes; for `leastShare`, at least
  /// 1, see `QueueState.take`.
  func take(upTo grain: Int, leasing: Bool = false, leastShare: Int = .max, parker: Parker)
    -> TakeOutcome
  {
    while true {
      let (result, wakeups) = state.withLock { state in
        let outcome = state.take(upTo: grain, leasing: leasing, leastShare: leastShare)
        if case .wait = outcome.result { state.waitToTake(.thread(parker)) }
        return outcome
      }
      resume(wakeups)
      switch result {
      case .segment(let segment): return .segment(segment)
      case .wait:
        memoryWaiters?.wakeIfAny()
        parker.park()
      case .ended: return .ended
      case .cancelled: return .cancelled
      }
    }
  }

  func release(leased count: Int) {
    guard count > 0 else { return }
    resume(state.withLock { $0.release(leased: count) })
  }

  /// Returns how many elements were dropped; see `QueueState.putBack`.
  func putBack(_ segment: Segment, isLeased: Bool) -> Int {
    let outcome = state.withLock { state in state.putBack(segment, isLeased: isLeased) }
    resume(outcome.wakeups)
    return outcome.dropped
  }

  func raiseDispatchLimit(to limit: Int64) {
    resume(state.withLock { $0.raiseDispatchLimit(to: limit) })
  }

  /// Returns how many elements waited and were dropped.
  func discard() -> Int {
    let outcome = state.withLock { state in state.discard() }
    resume(outcome.wakeups)
    memoryWaiters?.wakeIfAny()
    return outcome.dropped
  }

  func close() {
    resume(state.withLock { $0.close() })
  }

  /// Returns how many elements waited and were dropped.
  func cancel() -> Int {
    let outcome = state.withLock { state in state.cancel() }
    resume(outcome.wakeups)
    memoryWaiters?.wakeIfAny()
    return outcome.dropped
  }

  private func resume(_ wakeups: QueueState<Waiter>.Wakeups) {
    wakeups.producer?.resume()
    wakeups.consumer?.resume()
    for waiter in wakeups.others { waiter.resume() }
  }
}
