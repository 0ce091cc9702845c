internal import SwpipeCore
internal import Synchronization

/// The workers of a run that are in their end, which run `on_done` or what their transforms do last, and
/// those that are starting.
///
/// A stopped run waits longer for them than for others: what those in their end have started must not
/// outlive it, and one that starts is to have its end too.
final class EndingWorkers: Sendable {
  private struct State {
    var count = 0
    /// Those that are starting.
    var starting = 0
    /// Whether the run waits for these no longer.
    var ignoresStarts = false
    /// When a worker last came to its end or was done with it.
    var moment: Int64 = 0
    /// The most actions that a worker has had.
    var actions = 1
  }

  /// What an action may take in a stopped run, in nanoseconds, and a start as well.
  ///
  /// It is the 5 seconds that a command has, and the time that it takes to make it end.
  static let limit: Int64 = 6_000_000_000

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

  /// A worker begins to start; `leaveStart` follows.
  func enterStart() {
    state.withLock { $0.starting += 1 }
  }

  /// A worker has started, or never will.
  func leaveStart() {
    let isLast = state.withLock { state in
      state.starting -= 1
      return state.starting == 0
    }
    if isLast { events.unpark() }
  }

  /// The time of those that are in their end begins anew, because they had to wait for others.
  func renew() {
    let now = Clock.now
    state.withLock { $0.moment = max($0.moment, now) }
  }

  /// Waits no longer for workers that are starting; the time of those in their end begins anew.
  func giveUpStarts() {
    let now = Clock.now
    state.withLock { state in
      state.ignoresStarts = true
      state.moment = max(state.moment, now)
    }
  }

  /// Until when a run that was stopped at a moment waits for those who are in their end, or, where
  /// nobody is, `grace` nanoseconds for what they have left to do behind it.
  func deadline(since stop: Int64, grace: Int64) -> Int64 {
    state.withLock { state in
      if state.count > 0 {
        return max(stop, state.moment) + EndingWorkers.limit * Int64(state.actions)
      }
      let hasStarts = state.starting > 0 && !state.ignoresStarts
      return max(stop, state.moment) + (hasStarts ? max(grace, EndingWorkers.limit) : grace)
    }
  }
}
