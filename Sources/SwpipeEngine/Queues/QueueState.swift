internal import DequeModule
internal import SwpipeCore

/// The state of a bounded queue, many producers and many consumers, as a plain value.
///
/// Every event is a method that says what to do after the lock is let go: which waiters to wake.
/// What waits is generic, so that the tests can use names. Elements, not segments, are counted:
/// `waiting` ones stand in the queue; `reserved` places are promised to producers that are making
/// the elements; `leased` ones are with a consumer that has not begun them. Together they never
/// pass `maxsize`.
struct QueueState<Waiter: Sendable>: Sendable {
  /// Whether elements still come and go.
  enum Phase: Sendable {
    /// Elements come and go.
    case open
    /// All producers are done; what waits is still taken.
    case closed
    /// Nobody wants more: what waits and what comes is consumed unseen.
    case discarding
    /// The run stopped: what waits and what comes is abandoned.
    case cancelled
  }

  /// What to do after an event, when the lock is no longer held.
  struct Wakeups: Sendable {
    var producer: Waiter?
    var consumer: Waiter?
    var others: [Waiter] = []

    var all: [Waiter] { [producer, consumer].compactMap { $0 } + others }

    mutating func add(producer waiter: Waiter) {
      if producer == nil { producer = waiter } else { others.append(waiter) }
    }
  }

  /// What an event dropped, and whom to wake.
  struct Drop: Sendable {
    var dropped = 0
    var wakeups = Wakeups()
  }

  enum Take: Sendable {
    case segment(Segment)
    /// Register and wait.
    case wait
    case ended
    case cancelled
  }

  enum Push: Sendable {
    /// So many elements went in; where that is not all, register and wait.
    case accepted(Int)
    case discarded
    case cancelled
  }

  /// How it stands with elements that a waiting producer offered.
  enum Offer: Sendable {
    /// Some have not been fetched.
    case waits
    /// All were fetched.
    case gone
    case discarded(Int)
    case cancelled(Int)
  }

  private struct WaitingConsumer: Sendable {
    var waiter: Waiter
    var holdingSince: Int64?
  }

  /// 0 is no limit.
  let maxsize: Int
  /// A limit on the bytes that wait, past which no further segment comes in; 0 is none.
  let maxBytes: Int
  private(set) var phase = Phase.open
  private(set) var producers: Int
  /// How many workers take elements.
  let consumers: Int
  private(set) var waiting = 0
  private(set) var reserved = 0
  private(set) var leased = 0
  private(set) var maxWaiting = 0
  private(set) var arrivals: Int64 = 0
  /// Elements whose arrival number is below may be taken; raised by the order that follows.
  private(set) var dispatchLimit = Int64.max
  private var waitingBytes = 0
  private var segments = Deque<Segment>()
  private var waitingConsumers = Deque<WaitingConsumer>()
  private var waitingProducers = WaitingProducers<Waiter>()

  init(
    maxsize: Int,
    maxBytes: Int = 0,
    producers: Int,
    consumers: Int = 1,
    window: Int? = nil
  ) {
    self.maxsize = maxsize
    self.maxBytes = maxBytes
    self.producers = producers
    self.consumers = consumers
    if let window { dispatchLimit = Int64(window) }
  }

  /// Whether nothing is left to take and nothing will be; those who wait for more must be told.
  private var isExhausted: Bool { phase == .closed && waiting == 0 && leased == 0 }

  /// What the consumers are doing.
  var activity: QueueActivity {
    switch phase {
    case .discarding, .cancelled: return .shut
    case .open, .closed: break
    }
    if isExhausted { return .idle }
    if !mustWaitToTake || waitingConsumers.count < consumers { return .busy }
    let holding = waitingConsumers.compactMap(\.holdingSince).max()
    return holding.map { .holding(since: $0) } ?? .idle
  }

  /// What a consumer can know of what is to come; nothing comes where nobody wants more.
  var outlook: InputOutlook {
    switch phase {
    case .open: waiting > 0 ? .more : .unknown
    case .closed: isExhausted ? .ended : waiting > 0 ? .more : .unknown
    case .discarding, .cancelled: .ended
    }
  }

  /// How many elements could come in now.
  var room: Int {
    if maxBytes > 0, waitingBytes >= maxBytes { return 0 }
    return maxsize == 0 ? Int.max : max(0, maxsize - waiting - reserved - leased)
  }

  // MARK: Producers

  /// Promises up to `count` places; the producer then pushes with `reserved` or gives them back.
  mutating func reserve(_ count: Int) -> Int {
    guard phase == .open, maxsize > 0 else { return count }
    let granted = min(count, room)
    reserved += granted
    return granted
  }

  /// Whether a producer of `count` elements had better wait for more room than there is.
  ///
  /// Who works on as few as fit into a queue that is nearly full sends ever smaller slices on, each
  /// of which makes room for as few: TCP's silly window, RFC 813. Room for one is always enough for
  /// one, and any room is where nothing waits, as in `nextProducer`.
  func isCrowded(for count: Int) -> Bool {
    let worthwhile = min(count, maxsize / 4)
    return phase == .open && waiting > 0 && worthwhile > 1 && room < worthwhile
  }

  /// A producer that was woken may have used no room: another one may.
  mutating func passOnRoom() -> Wakeups {
    serveProducers()
  }

  mutating func release(reserved count: Int) -> Wakeups {
    reserved -= min(count, reserved)
    return serveProducers()
  }

  /// Takes in as many elements of `segment` as there is room for, and removes them from it.
  ///
  /// `promised` of the places were reserved before; those that are not needed are given back.
  mutating func push(_ segment: inout Segment, reserved promised: Int = 0)
    -> (result: Push, wakeups: Wakeups)
  {
    reserved -= min(promised, reserved)
    switch phase {
    case .discarding: return (.discarded, Wakeups())
    case .closed, .cancelled: return (.cancelled, Wakeups())
    case .open: break
    }
    let count = min(segment.count, room)
    guard count > 0 else { return (.accepted(0), Wakeups()) }
    admit(segment.removeFirst(count))
    var wakeups = serveProducers()
    if wakeups.consumer == nil { wakeups.consumer = nextConsumer() }
    return (.accepted(count), wakeups)
  }

  private mutating func admit(_ segment: Segment) {
    var segment = segment
    segment.arrival = arrivals
    arrivals += Int64(segment.count)
    waiting += segment.count
    waitingBytes += segment.byteCount
    if waiting > maxWaiting { maxWaiting = waiting }
    segments.append(segment)
  }

  /// Whether a push of one element would have to wait now.
  var mustWaitToPush: Bool { phase == .open && room == 0 }

  /// Whether a take would have to wait now.
  var mustWaitToTake: Bool {
    switch phase {
    case .cancelled: return false
    case .discarding: return false
    case .open, .closed:
      guard let head = segments.first else { return !isExhausted }
      return head.arrival >= dispatchLimit
    }
  }

  /// Has a producer woken when there is room, or, where it offers the elements in its hands, when the last
  /// of them is in.
  mutating func waitToPush(_ waiter: Waiter, offering offer: Segment? = nil) {
    waitingProducers.append(waiter, offering: offer)
  }

  /// A producer does not wait any more; where it was woken by now, another one is.
  mutating func withdrawProducer(where isIt: (Waiter) -> Bool) -> Wakeups {
    waitingProducers.withdraw(where: isIt) == nil ? serveProducers() : Wakeups()
  }

  /// What became of the elements that a producer offered, which was woken by the queue or by somebody
  /// else; where it `leaves`, what found no room is its own again.
  mutating func resume(offering isIt: (Waiter) -> Bool, leaves: Bool) -> (
    result: Offer, wakeups: Wakeups
  ) {
    if phase == .open, !leaves {
      return (waitingProducers.contains(where: isIt) ? .waits : .gone, Wakeups())
    }
    guard var (_, offer) = waitingProducers.withdraw(where: isIt) else { return (.gone, Wakeups()) }
    guard var rest = offer.take() else { return (.gone, Wakeups()) }
    let (result, wakeups) = push(&rest)
    switch result {
    case .accepted where rest.range.isEmpty: return (.gone, wakeups)
    case .accepted, .cancelled: return (.cancelled(rest.count), wakeups)
    case .discarded: return (.discarded(rest.count), wakeups)
    }
  }

  /// One producer will push no more.
  mutating func producerEnded() -> Wakeups {
    producers -= 1
    guard producers == 0, phase == .open else { return Wakeups() }
    phase = .closed
    return wakeAll()
  }

  // MARK: Consumers

  /// Takes up to `grain` elements of one batch; all but the first stay leased where `leasing`.
  ///
  /// Past `leastShare` elements it takes no more than one consumer's share of all that wait, rounded
  /// down, so that the others have something to do as well. Fewer than `worthwhile` it leaves.
  mutating func take(
    upTo grain: Int,
    leasing: Bool,
    leastShare: Int = .max,
    worthwhile: Int = 1
  ) -> (result: Take, wakeups: Wakeups) {
    if phase == .cancelled { return (.cancelled, Wakeups()) }
    guard let head = segments.first else {
      return (phase == .discarding || isExhausted ? .ended : .wait, Wakeups())
    }
    let allowed = dispatchLimit == .max ? Int.max : Int(max(0, dispatchLimit - head.arrival))
    let share = leastShare == .max ? .max : max(leastShare, waiting / max(consumers, 1))
    let count = min(head.count, max(grain, 1), allowed, share)
    guard count >= max(worthwhile, 1) else { return (.wait, Wakeups()) }
    let before = head.byteCount
    let taken: Segment
    if count == head.count {
      taken = segments.removeFirst()
      waitingBytes -= before
    } else {
      taken = segments[0].removeFirst(count)
      waitingBytes -= before - segments[0].byteCount
    }
    waiting -= count
    if leasing { leased += count - 1 }
    if isExhausted { return (.segment(taken), wakeAll()) }
    var wakeups = serveProducers()
    if wakeups.consumer == nil { wakeups.consumer = nextConsumer() }
    return (.segment(taken), wakeups)
  }

  /// `holdingSince` is the moment of this, in nanoseconds, where the consumer has elements still.
  mutating func waitToTake(_ waiter: Waiter, holdingSince: Int64? = nil) {
    waitingConsumers.append(WaitingConsumer(waiter: waiter, holdingSince: holdingSince))
  }

  /// A consumer does not wait any more; where it was woken by now, another one is.
  mutating func withdrawConsumer(where isIt: (Waiter) -> Bool) -> Wakeups {
    guard let index = waitingConsumers.firstIndex(where: { isIt($0.waiter) }) else {
      return passOn()
    }
    waitingConsumers.remove(at: index)
    return Wakeups()
  }

  /// A consumer that was woken does not take anything now: another one may.
  mutating func passOn() -> Wakeups {
    Wakeups(consumer: nextConsumer())
  }

  /// Ends the lease on elements that the consumer has begun or done.
  mutating func release(leased count: Int) -> Wakeups {
    leased -= count
    if isExhausted { return wakeAll() }
    return serveProducers()
  }

  /// Puts untouched leased elements back where they were.
  ///
  /// Returns how many were dropped instead, because nobody takes elements any more.
  mutating func putBack(_ segment: Segment, isLeased: Bool) -> Drop {
    if isLeased { leased -= segment.count }
    if phase == .discarding || phase == .cancelled { return Drop(dropped: segment.count) }
    var position = 0
    while position < segments.count, segments[position].arrival < segment.arrival { position += 1 }
    segments.insert(segment, at: position)
    waiting += segment.count
    waitingBytes += segment.byteCount
    if waiting > maxWaiting { maxWaiting = waiting }
    return Drop(wakeups: Wakeups(consumer: nextConsumer()))
  }

  /// Lets elements up to an arrival number be taken.
  mutating func raiseDispatchLimit(to limit: Int64) -> Wakeups {
    dispatchLimit = max(dispatchLimit, limit)
    return Wakeups(consumer: nextConsumer())
  }

  // MARK: Ends

  /// Drops what waits and what comes; returns how many elements waited.
  mutating func discard() -> Drop {
    guard phase == .open || phase == .closed else { return Drop() }
    phase = .discarding
    return Drop(dropped: drop(), wakeups: wakeAll())
  }

  /// Takes in no more, whoever may still produce; what waits is still taken.
  mutating func close() -> Wakeups {
    guard phase == .open else { return Wakeups() }
    phase = .closed
    return wakeAll()
  }

  /// Stops everything; returns how many elements waited.
  mutating func cancel() -> Drop {
    guard phase != .cancelled else { return Drop() }
    phase = .cancelled
    return Drop(dropped: drop(), wakeups: wakeAll())
  }

  private mutating func drop() -> Int {
    let dropped = waiting
    waiting = 0
    waitingBytes = 0
    segments.removeAll()
    return dropped
  }

  private mutating func wakeAll() -> Wakeups {
    // Not `Array(waiting…)`: from an empty deque that writes to an object that all threads share.
    var all: [Waiter] = []
    while let consumer = waitingConsumers.popFirst() { all.append(consumer.waiter) }
    waitingProducers.dismiss { all.append($0) }
    return Wakeups(others: all)
  }

  private mutating func nextConsumer() -> Waiter? {
    guard let head = segments.first, head.arrival < dispatchLimit else { return nil }
    return waitingConsumers.popFirst()?.waiter
  }

  /// Fetches what waiting producers offer, or wakes one that offers nothing, once there is room worth while.
  ///
  /// That is a quarter of the queue, so that a full queue does not cost a wake-up per element; until then
  /// consumers have enough to do. Where nothing waits they may not: what is leased is with one of
  /// them, however long that takes.
  private mutating func serveProducers() -> Wakeups {
    var wakeups = Wakeups()
    guard !waitingProducers.isEmpty else { return wakeups }
    var hasAdmitted = false
    while room >= max(1, maxsize / 4) || (waiting == 0 && room > 0) {
      guard let segment = waitingProducers.fetch(upTo: room) else {
        // It takes its room itself, and passes on what it leaves.
        if let waiter = waitingProducers.popFirst() { wakeups.add(producer: waiter) }
        break
      }
      admit(segment)
      hasAdmitted = true
      if waitingProducers.firstOffer == 0, let waiter = waitingProducers.popFirst() {
        wakeups.add(producer: waiter)
      }
    }
    if hasAdmitted { wakeups.consumer = nextConsumer() }
    return wakeups
  }
}
