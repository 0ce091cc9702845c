internal import SwpipeCore

/// The units of a run, with queues that are as long as the plan says.
extension RunUnit {
  /// The bytes that may wait for a sink whose feeders have no maxsize.
  private static let sinkBytes = 1 << 20
  /// The elements that may wait to be put in order where the stage has no maxsize.
  private static let openWindow = 4096

  /// Those of a graph, all of whose workers are in this process.
  static func all(_ topology: Topology, _ catalog: Catalog, _ memoryWaiters: MemoryWaiters)
    -> [RunUnit]
  {
    topology.units.enumerated().map { number, unit in
      let feeders = topology.feeders[number]
      let producers = feeders.reduce(0) { $0 + topology.lanes($1.unit) * $1.edges }
      let role: Role =
        switch unit {
        case .source(let plan): .source(plan)
        case .stage(let plan) where !plan.kind.hasWorkers: .sync(plan)
        case .stage(let plan): .stage(plan, intake(of: plan, producers, catalog, memoryWaiters))
        case .sink(let plan):
          .sink(plan, sinkQueue(topology, feeders.map(\.unit), producers, memoryWaiters))
        case .deadLetter(let plan):
          .deadLetter(
            plan,
            BoundedQueue(
              maxsize: 0,
              maxBytes: sinkBytes,
              producers: topology.laneCount,
              memoryWaiters: memoryWaiters
            )
          )
        }
      return RunUnit(number, role, topology, isWhole: true)
    }
  }

  private static func intake(
    of plan: StagePlan,
    _ producers: Int,
    _ catalog: Catalog,
    _ memoryWaiters: MemoryWaiters
  ) -> Intake {
    let window = window(of: plan, catalog)
    let queue = BoundedQueue(
      maxsize: plan.maxsize,
      producers: producers,
      consumers: plan.workers,
      window: window,
      memoryWaiters: memoryWaiters
    )
    let order = window.map { window in
      ArrivalOrder(queue: queue, window: window, memoryWaiters: memoryWaiters)
    }
    return Intake(queue: queue, order: order, workers: plan.workers)
  }

  /// The elements of an ordered stage that may be between dispatch and emission; nil where one worker does
  /// them one after the other.
  ///
  /// At least as many as its workers can work on.
  private static func window(of plan: StagePlan, _ catalog: Catalog) -> Int? {
    guard plan.isOrdered, plan.workers > 1 else { return nil }
    let atOnce = catalog.role(of: plan).map { SlicePolicy($0).concurrency } ?? 1
    return max(plan.maxsize > 0 ? plan.maxsize : openWindow, plan.workers * atOnce)
  }

  private static func sinkQueue(
    _ topology: Topology,
    _ feeders: [Int],
    _ producers: Int,
    _ memoryWaiters: MemoryWaiters
  ) -> BoundedQueue {
    // The last stage's maxsize bounds its output too, as in pypeln.
    let sizes = feeders.map { feeder in
      if case .stage(let plan) = topology.units[feeder] { plan.maxsize } else { 0 }
    }
    let maxsize = sizes.contains(0) ? 0 : sizes.max() ?? 0
    return BoundedQueue(
      maxsize: maxsize,
      maxBytes: maxsize == 0 ? sinkBytes : 0,
      producers: producers,
      memoryWaiters: memoryWaiters
    )
  }
}
