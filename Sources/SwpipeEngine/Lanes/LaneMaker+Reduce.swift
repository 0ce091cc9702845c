internal import SwpipeCore

extension LaneMaker {
  /// The lane of the worker that gives what a reduce has made.
  func lane(giving unit: Int) throws(RunFailure) -> Lane {
    try lane(sort: unit)
  }

  /// A state of a reduce that has seen nothing, in this process.
  func reduction(of unit: Int) throws(RunFailure) -> any Reduction {
    guard let plan = stage(unit), case .transform(let name, let work, let arguments, _) = plan.work
    else { preconditionFailure("unit \(unit) is no reduce") }
    let context = TransformContext(
      workerInfo: WorkerInfo(index: 0, kind: plan.kind, stage: plan.id),
      stop: control.stop,
      log: control.log
    )
    let made = try catalog.transform(name, work).make(arguments, work, settled(context))
    guard let transform = made as? ReduceTransform else {
      preconditionFailure("the transform \(name) serves reduce and is none")
    }
    return transform.reduction
  }

  /// A context with what the run says of memory and of the disk.
  func settled(_ context: TransformContext) -> TransformContext {
    var context = context
    context.temporaryDirectory = control.temporaryDirectory
    context.heldLimit = SpillFile.limit(memory: control.budget.limit)
    return context
  }
}
