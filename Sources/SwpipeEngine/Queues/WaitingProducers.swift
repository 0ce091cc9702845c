internal import DequeModule

/// Producers that wait for room in a queue, in the order in which they came, each with the elements in its
/// hands if the queue may take them from there.
///
/// A queue that fetches a waiting producer's elements itself, as room appears, need not wake it before
/// the last of them is in: a wake-up for each producer, and not one for each element.
struct WaitingProducers<Waiter: Sendable>: Sendable {
  private struct Place: Sendable {
    var waiter: Waiter
    var offer: Segment?
  }

  private var line = Deque<Place>()
  /// What was left of offers when their producers were sent away, until they come for it.
  private var leftovers: [Place] = []

  var isEmpty: Bool { line.isEmpty }
  /// How many elements the first one offers; nil where it only waits for room.
  var firstOffer: Int? { line.first?.offer?.count }

  /// Puts a producer at the end of the line.
  mutating func append(_ waiter: Waiter, offering offer: Segment?) {
    line.append(Place(waiter: waiter, offer: offer))
  }

  /// Takes the first one out of the line.
  mutating func popFirst() -> Waiter? {
    line.popFirst()?.waiter
  }

  /// Takes up to so many elements out of the first one's hands; nil where it offers none.
  mutating func fetch(upTo count: Int) -> Segment? {
    guard let offered = line.first?.offer?.count else { return nil }
    return line[0].offer?.removeFirst(min(count, offered))
  }

  /// Takes one out, wherever it stands, with what is left of its offer; nil where it is not there: all of
  /// it was fetched, or it had none and was woken.
  mutating func withdraw(where isIt: (Waiter) -> Bool) -> (waiter: Waiter, offer: Segment?)? {
    if let index = line.firstIndex(where: { isIt($0.waiter) }) {
      let place = line.remove(at: index)
      return (place.waiter, place.offer)
    }
    guard let index = leftovers.firstIndex(where: { isIt($0.waiter) }) else { return nil }
    let place = leftovers.remove(at: index)
    return (place.waiter, place.offer)
  }

  /// Whether one stands in the line.
  func contains(where isIt: (Waiter) -> Bool) -> Bool {
    line.contains { isIt($0.waiter) }
  }

  /// Sends all away; what they offered is theirs again, see `withdraw`.
  mutating func dismiss(_ body: (Waiter) -> Void) {
    while let place = line.popFirst() {
      if place.offer != nil { leftovers.append(place) }
      body(place.waiter)
    }
  }
}
