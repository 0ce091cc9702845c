extension MemoryGate {
  /// Whether a worker has to wait whose interval from `start` on waits for those before it.
  ///
  /// What it makes next could only be put beside it. An earlier interval is with another worker.
  func mustWait(forEmission start: Int64, in order: ArrivalOrder) -> Bool {
    isSpent && order.isPending(start)
  }

  /// Waits until a worker may make more behind its interval from `start` on.
  func wait(forEmission start: Int64, in order: ArrivalOrder, parker: Parker) {
    guard isSpent else { return }
    wait(parker, { nil }, {}, while: { mustWait(forEmission: start, in: order) })
  }

  /// The same for a worker that cannot block: has it resumed when it may look again; false if it may
  /// make more by now.
  func register(
    _ continuation: UnsafeContinuation<Void, Never>,
    forEmission start: Int64,
    in order: ArrivalOrder
  ) -> Bool {
    register(continuation) { mustWait(forEmission: start, in: order) }
  }
}
