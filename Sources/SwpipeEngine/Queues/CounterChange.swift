internal import Synchronization

/// What a worker process counted in one stage since it last said so.
struct CounterChange {
  var arrived = 0
  var kept = 0
  var emitted = 0
  var filtered = 0
  var consumed = 0
  var abandoned = 0
  var retried = 0
  var busyNanoseconds = 0
  var restarts = 0
  /// By route of a stage that routes.
  var routed: [Int] = []

  /// Elements that the stage is done with, those that failed not among them.
  var settled: Int { kept + filtered + consumed + abandoned }
}

extension StageCounters {
  /// Takes what was counted out of the counters, to be added to those of another process.
  func takeChange() -> CounterChange {
    CounterChange(
      arrived: arrived.exchange(0, ordering: .relaxed),
      kept: kept.exchange(0, ordering: .relaxed),
      emitted: emitted.exchange(0, ordering: .relaxed),
      filtered: filtered.exchange(0, ordering: .relaxed),
      consumed: consumed.exchange(0, ordering: .relaxed),
      abandoned: abandoned.exchange(0, ordering: .relaxed),
      retried: retried.exchange(0, ordering: .relaxed),
      busyNanoseconds: busyNanoseconds.exchange(0, ordering: .relaxed),
      restarts: restarts.exchange(0, ordering: .relaxed),
      routed: routed.map { $0.count.exchange(0, ordering: .relaxed) }
    )
  }
}
