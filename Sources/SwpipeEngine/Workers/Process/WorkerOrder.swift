internal import SwpipeCore

/// What a worker process is told at its start: the plan, and which worker of which stage it is.
struct WorkerOrder {
  var plan: Plan
  /// The number of the stage in the plan's topology.
  var unit: Int
  /// The worker's index within the stage.
  var index: Int
  var restarts: Int
  /// The values that it hides in what people read, as its parent does.
  var secrets: [String]

  /// The frame that says so; `plan` is the encoded plan, which is made once for all workers.
  static func frame(plan: [UInt8], unit: Int, index: Int, restarts: Int) -> FrameWriter {
    var frame = FrameWriter(.start)
    frame.put(plan)
    frame.put(unit)
    frame.put(index)
    frame.put(restarts)
    frame.put(Redaction.values) { $0.put($1) }
    return frame
  }

  /// Reads it behind its kind; a plan that cannot be read is garbled.
  init(_ frame: FrameReader) throws(FrameLoss) {
    let data = try frame.data()
    do throws(RunFailure) { plan = try PlanCodec.decode(data) } catch { throw .garbled }
    unit = try frame.number()
    index = try frame.number()
    restarts = try frame.number()
    secrets = try frame.list { (frame) throws(FrameLoss) in try frame.text() }
  }
}
