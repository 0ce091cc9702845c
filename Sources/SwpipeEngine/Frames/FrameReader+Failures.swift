internal import SwpipeCore

extension FrameReader {
  func worker() throws(FrameLoss) -> WorkerInfo {
    let index = try number()
    guard let kind = WorkerKind(rawValue: try text()) else { throw .garbled }
    return WorkerInfo(index: index, kind: kind, stage: try text(), restarts: try number())
  }

  func elementIndex() throws(FrameLoss) -> ElementIndex {
    ElementIndex(try list { (frame) throws(FrameLoss) in try frame.number() })
  }

  func place() throws(FrameLoss) -> SourcePlace {
    SourcePlace(file: try text(), line: try number(), column: try number())
  }

  func failure() throws(FrameLoss) -> RunFailure {
    let number = try number()
    guard let status = Int32(exactly: number).flatMap({ ExitStatus(rawValue: $0) }) else {
      throw .garbled
    }
    return RunFailure(
      status,
      try text(),
      help: try optional { (frame) throws(FrameLoss) in try frame.text() },
      stage: try optional { (frame) throws(FrameLoss) in try frame.text() },
      worker: try optional { (frame) throws(FrameLoss) in try frame.worker() },
      elementIndex: try optional { (frame) throws(FrameLoss) in try frame.elementIndex() },
      place: try optional { (frame) throws(FrameLoss) in try frame.place() }
    )
  }

  /// An element that failed, and the number of its stage.
  func failedElement(_ topology: Topology) throws(FrameLoss) -> (unit: Int, FailedElement) {
    let unit = try number()
    guard topology.units.indices.contains(unit), case .stage(let plan) = topology.units[unit]
    else { throw .garbled }
    let bytes = try data()
    guard let type = ElementType(rawValue: try text()) else { throw .garbled }
    let (index, source, position) = (try elementIndex(), try number(), try long())
    let message = try text()
    let offset = try optional { (frame) throws(FrameLoss) in try frame.number() }
    guard let kind = ElementFailure.Kind(rawValue: try text()), source >= 0 else { throw .garbled }
    return (
      unit,
      FailedElement(
        bytes: bytes,
        type: type,
        index: index,
        source: source,
        position: position,
        message: message,
        offset: offset,
        kind: kind,
        attempts: try number(),
        plan: plan,
        worker: try optional { (frame) throws(FrameLoss) in try frame.worker() }
      )
    )
  }

  func status() throws(FrameLoss) -> StageStatus {
    StageStatus(
      activeWorkers: try number(),
      elementsIn: try number(),
      elementsOut: try number(),
      failed: try number(),
      last: try flag()
    )
  }
}
