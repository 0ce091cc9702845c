internal import SwpipeCore

/// What the start of a stage's workers takes, whatever their kind.
struct StageStart: Sendable {
  let plan: StagePlan
  let unit: Int
  let queue: BoundedQueue
  let order: ArrivalOrder?
  /// The elements that may be between dispatch and emission, where the stage is ordered.
  let window: Int?
  let maker: LaneMaker
  /// Where worker processes come from, and the plan as they are given it; nil where no stage has any.
  let processes: (children: ChildProcesses, plan: [UInt8])?

  /// Starts one worker; what fails in it fails the run.
  func worker(_ index: Int, on executor: BlockingExecutor?) throws(RunFailure) -> Worker {
    let control = maker.control
    switch plan.kind {
    case .task:
      return .task(
        WorkerTask(on: executor, events: control.events) {
          await runTask(index)
        }
      )
    case .process where plan.work != .sort:
      guard let processes else { preconditionFailure("nothing starts the processes of \(plan.id)") }
      return .thread(
        try WorkerThread(name: "\(plan.id)/\(index)", events: control.events) {
          runProcess(index, processes.children, processes.plan)
        }
      )
    case .sync, .thread, .process:
      return .thread(
        try WorkerThread(name: "\(plan.id)/\(index)", events: control.events) {
          runThread(index)
        }
      )
    }
  }

  private func runThread(_ index: Int) {
    do throws(RunFailure) {
      if case .sort = plan.work {
        SortWorker(
          plan: plan,
          queue: queue,
          counters: maker.control.counters[unit],
          lane: try maker.lane(sort: unit)
        ).run()
        return
      }
      let (lane, runner) = try maker.lane(stage: unit, plan: plan, worker: index, order: order)
      StageWorker(
        queue: queue,
        counters: maker.control.counters[unit],
        lane: lane,
        runner: runner,
        workers: plan.workers,
        isVarying: maker.isVarying(plan),
        window: window
      ).run()
    } catch {
      maker.control.fail(error)
    }
  }

  private func runProcess(_ index: Int, _ children: ChildProcesses, _ encodedPlan: [UInt8]) {
    ProcessWorker(
      queue: queue,
      lane: maker.lane(process: unit, order: order),
      seat: ProcessSeat(
        plan: plan,
        unit: unit,
        index: index,
        maker: maker,
        children: children,
        encodedPlan: encodedPlan
      ),
      isVarying: maker.isVarying(plan),
      window: window
    ).run()
  }

  private func runTask(_ index: Int) async {
    let worker: TaskWorker
    do throws(RunFailure) {
      let (lane, runner) = try maker.lane(
        stage: unit,
        plan: plan,
        worker: index,
        order: order,
        defersPushes: true
      )
      worker = TaskWorker(
        queue: queue,
        counters: maker.control.counters[unit],
        lane: lane,
        runner: runner,
        workers: plan.workers,
        isVarying: maker.isVarying(plan),
        window: window
      )
    } catch {
      maker.control.fail(error)
      return
    }
    await worker.run()
  }
}
