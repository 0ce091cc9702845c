/// Who waits while the memory budget of a run is spent, as a plain value.
///
/// A worker that is about to hand elements on waits as long as a worker below it, on any way from there
/// to a sink, can make room: has elements in hand, or can take some. When none can, it goes on,
/// although the budget is spent. So the waits only ever point downstream and cannot form a circle,
/// and the workers nearest to the sinks go on whatever is spent.
///
/// A worker that waits for elements while a program has some of its own is a case for itself: the
/// program may want more before it answers. It counts as able to make room for a second.
struct MemoryRule: Sendable {
  /// By unit: the units whose queues it feeds.
  let readers: [[Int]]

  /// Nanoseconds for which a program may be silent until it is taken to want more elements.
  static let patience: Int64 = 1_000_000_000

  /// Whether a worker that is about to feed `units` has to wait, at a moment in nanoseconds.
  ///
  /// Asks for the activity of each unit at most once, the nearest first; costs the number of units
  /// that can be reached until one is found that is busy.
  func mustWait(
    toFeed units: [Int],
    now: Int64,
    activity: (_ unit: Int) -> QueueActivity
  ) -> Bool {
    var found = units
    var isFound: [Bool] = []
    var next = 0
    while next < found.count {
      let unit = found[next]
      next += 1
      switch activity(unit) {
      case .busy: return true
      case .holding(let moment) where now - moment < MemoryRule.patience: return true
      case .shut: continue
      case .holding, .idle: break
      }
      guard !readers[unit].isEmpty else { continue }
      if isFound.isEmpty {
        isFound = Array(repeating: false, count: readers.count)
        for unit in found { isFound[unit] = true }
      }
      for reader in readers[unit] where !isFound[reader] {
        isFound[reader] = true
        found.append(reader)
      }
    }
    return false
  }
}
