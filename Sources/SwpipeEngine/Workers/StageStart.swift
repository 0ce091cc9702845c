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
