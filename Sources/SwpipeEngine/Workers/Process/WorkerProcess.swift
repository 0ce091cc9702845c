package import SwpipeCore
internal import SwpipeSystem

/// The program of a worker process, `swpipe worker PARENT`: works until its parent has had enough.
package enum WorkerProcess {
  private static let control: Int32 = 3
  /// The program that guards those of plugins: this one.
  private static let executable = "/proc/self/exe"

  /// Runs it; returns only where this is no worker process, or its parent has gone already.
  ///
  /// `catalog` makes the catalog that a plan needs.
  package static func run(parent: Int32, catalog: (Plan) -> Catalog) {
    guard Spawner.dieWithParent(parent) else { return }
    do {
      try work(catalog, socket: control)
    } catch {}
    // What a transform has started goes with it.
    Spawner.endGroup()
  }

  /// Serves the parent behind a socket until it closes it.
  static func work(_ catalog: (Plan) -> Catalog, socket: Int32) throws(FrameLoss) {
    let reader = FrameReader(socket: socket)
    let sender = FrameSender(socket: socket)
    guard try reader.kind() == .start else { throw .garbled }
    let order = try WorkerOrder(reader)
    // What is cut here must not leave a part that the parent does not know.
    Redaction.hide(order.secrets)
    let worker: ChildWorker
    var maker: LaneMaker?
    do throws(RunFailure) {
      worker = try make(order, catalog(order.plan), reader, sender, &maker)
    } catch {
      var frame = FrameWriter(.failed)
      frame.put(error)
      // Whose `on_start` ran is to have its end, which the parent sees to.
      let started = maker?.places(of: order.unit, worker: order.index).filter { place in
        maker?.control.units[place.unit].roll.hasStarted(place.index) ?? false
      }
      frame.put(started?.map(\.unit) ?? []) { $0.put($1) }
      try sender.send(frame)
      try waitForEnd(reader)
      return
    }
    try worker.run()
    try waitForEnd(reader)
  }

  private static func make(
    _ order: WorkerOrder,
    _ catalog: Catalog,
    _ reader: FrameReader,
    _ sender: FrameSender,
    _ maker: inout LaneMaker?
  ) throws(RunFailure) -> ChildWorker {
    let topology = Topology(order.plan)
    guard topology.units.indices.contains(order.unit),
      case .stage(let plan) = topology.units[order.unit]
    else { throw RunFailure(.internalCheck, "a worker process was given no stage") }
    if plan.memory > 0 {
      do throws(SystemError) {
        try Spawner.limitMemory(plan.memory)
      } catch {
        let words = error.words
        throw RunFailure(.resource, "the memory of a worker process cannot be limited: \(words)")
      }
    }
    let memory = order.plan.limits.memory
    let control = RunControl(
      topology: topology,
      units: RunUnit.standIns(topology),
      places: [],
      memory: plan.memory > 0 ? min(plan.memory, memory) : memory,
      evaluation: order.plan.limits.evaluation,
      halt: nil,
      temporaryDirectory: SpillFile.temporaryDirectory,
      log: ChildLog(sender: sender)
    )
    do throws(RunFailure) {
      try ChildSignals.watch(control.stop)
    } catch {
      var failure = error
      // The stack of a thread counts, too.
      failure.help = RunFailure.help(startingWith: plan.memory) ?? failure.help
      throw failure
    }
    let stages = ([order.unit] + topology.carriedStages(order.unit)).compactMap { unit in
      if case .stage(let plan) = topology.units[unit] { plan } else { nil }
    }
    let children =
      stages.contains(where: catalog.hasOwnProcess)
      ? try ChildProcesses(executable: executable, log: control.log, events: control.events) : nil
    let made = LaneMaker(control: control, catalog: catalog, children: children)
    maker = made
    return try ChildWorker(
      order,
      plan: plan,
      maker: made,
      reader: reader,
      sender: sender
    )
  }

  /// Waits until the parent closes the socket; it has all that there is by then.
  private static func waitForEnd(_ reader: FrameReader) throws(FrameLoss) {
    while true { _ = try reader.byte() }
  }
}
