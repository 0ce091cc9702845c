internal import SwpipeCore
internal import Synchronization

/// The workers of a run that are in their end: that run `on_done`, or what their transforms do last.
///
/// A stopped run waits longer for them than for others, because what they have started must not
/// outlive it.
final class EndingWorkers: Sendable {
  private struct State {
    var count = 0
    /// When a worker last came to its end or was done with it.
    var moment: Int64 = 0
    /// The most actions that a worker has had.
    var actions = 1
  }

  /// What an action may take in a stopped run, in nanoseconds: the 5 seconds that a command has, and
  /// the time that it takes to make it end.
  private static let limit: Int64 = 6_000_000_000

  private let events: Parker
  private let state = Lock(State())

  /// `events` is woken when no worker is in its end any more.
  init(events: Parker) {
    self.events = events
  }

  /// A worker comes to its end, in which it runs so many actions; `leave` follows.
  func enter(actions: Int) {
    let now = Clock.now
    state.withLock { state in
      state.count += 1
      state.moment = max(state.moment, now)
      state.actions = max(state.actions, actions)
    }
  }

  /// A worker is done with its end.
  func leave() {
    let now = Clock.now
    let isLast = state.withLock { state in
      state.count -= 1
      state.moment = max(state.moment, now)
      return state.count == 0
    }
    if isLast { events.unpark() }
  }

  /// Until when a run that was stopped at a moment waits for those who are in their end, or, where
  /// nobody is, `grace` nanoseconds for what they have left to do behind it.
  func deadline(since stop: Int64, grace: Int64) -> Int64 {
    state.withLock { state in
      let wait = state.count > 0 ? EndingWorkers.limit * Int64(state.actions) : grace
      return max(stop, state.moment) + wait
    }
  }
}
