/// The values of the keys that were used last, as a plain value: it holds no clock.
///
/// A dictionary into a doubly linked list that lives in arrays: every operation is O(1), and nothing
/// is allocated once it is full, but for the keys.
struct LRUCache<Key: Hashable & Sendable, Value: Sendable>: Sendable {
  private struct Entry: Sendable {
    var key: Key
    var value: Value
    /// When the value is forgotten, in nanoseconds; `.max` is never.
    var expiry: Int64
    var newer: Int
    var older: Int
  }

  private let capacity: Int
  /// Nanoseconds; 0 is no limit.
  private let lifetime: Int64
  private var places: [Key: Int] = [:]
  private var entries: [Entry] = []
  /// Places in `entries` that `remove` made free.
  private var free: [Int] = []
  /// The place that was used last, and the one used longest ago; -1 where there is none.
  private var newest = -1
  private var oldest = -1

  /// An empty cache of at most `capacity` keys, forgotten `lifetime` nanoseconds after they were set.
  init(capacity: Int, lifetime: Int64) {
    precondition(capacity > 0 && lifetime >= 0)
    self.capacity = capacity
    self.lifetime = lifetime
  }

  /// The keys that are held, those whose time is over included until they are met.
  var count: Int { places.count }

  /// The keys from the one used last to the one that is dropped next.
  var keys: [Key] {
    var keys: [Key] = []
    var place = newest
    while place >= 0 {
      keys.append(entries[place].key)
      place = entries[place].older
    }
    return keys
  }

  /// The value of a key, which thereby becomes the one used last.
  mutating func value(of key: Key, at now: Int64) -> Value? {
    guard let place = places[key] else { return nil }
    if entries[place].expiry <= now {
      remove(key, at: place)
      return nil
    }
    use(place)
    return entries[place].value
  }

  /// Sets the value of a key; drops the key used longest ago where there is no more room.
  mutating func set(_ key: Key, to value: Value, at now: Int64) {
    let (sum, overflows) = now.addingReportingOverflow(lifetime)
    let expiry = lifetime == 0 || overflows ? .max : sum
    if let place = places[key] {
      entries[place].value = value
      entries[place].expiry = expiry
      use(place)
      return
    }
    if places.count == capacity { remove(entries[oldest].key, at: oldest) }
    let entry = Entry(key: key, value: value, expiry: expiry, newer: -1, older: newest)
    let place: Int
    if let reused = free.popLast() {
      place = reused
      entries[place] = entry
    } else {
      place = entries.count
      entries.append(entry)
    }
    places[key] = place
    link(place)
  }

  private mutating func remove(_ key: Key, at place: Int) {
    unlink(place)
    places[key] = nil
    free.append(place)
  }

  private mutating func use(_ place: Int) {
    guard place != newest else { return }
    unlink(place)
    entries[place].newer = -1
    entries[place].older = newest
    link(place)
  }

  /// Makes a place whose `older` is the newest one the newest.
  private mutating func link(_ place: Int) {
    if newest >= 0 { entries[newest].newer = place } else { oldest = place }
    newest = place
  }

  private mutating func unlink(_ place: Int) {
    let (newer, older) = (entries[place].newer, entries[place].older)
    if newer >= 0 { entries[newer].older = older } else { newest = older }
    if older >= 0 { entries[older].newer = newer } else { oldest = newer }
  }
}
