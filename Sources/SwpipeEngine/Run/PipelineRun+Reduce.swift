internal import SwpipeCore

extension PipelineRun {
  /// Starts the worker that gives what a reduce makes.
  func startReduce(_ unit: RunUnit, _ meeting: ReduceMeeting, _ maker: LaneMaker)
    throws(RunFailure)
  {
    guard let plan = unit.stage else { return }
    let thread = try WorkerThread(name: plan.id, events: control.events) { [control] in
      do throws(RunFailure) {
        ReduceWorker(
          plan: plan,
          meeting: meeting,
          counters: unit.counters,
          lane: try maker.lane(giving: unit.number),
          empty: { () throws(RunFailure) in try maker.reduction(of: unit.number) }
        ).run()
      } catch {
        control.fail(error)
      }
    }
    control.roster.add(.thread(thread), at: WorkerRoster.Place(unit: unit.number, index: -1))
  }
}
