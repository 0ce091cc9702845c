internal import SwpipeCore

extension FrameWriter {
  mutating func put(_ worker: WorkerInfo) {
    put(worker.index)
    put(worker.kind.rawValue)
    put(worker.stage)
    put(worker.restarts)
  }

  mutating func put(_ index: ElementIndex) {
    put(index.numbers) { $0.put($1) }
  }

  mutating func put(_ place: SourcePlace) {
    put(place.file)
    put(place.line)
    put(place.column)
  }

  mutating func put(_ failure: RunFailure) {
    put(Int(failure.status.rawValue))
    put(failure.message)
    put(failure.help) { $0.put($1) }
    put(failure.stage) { $0.put($1) }
    put(failure.worker) { $0.put($1) }
    put(failure.elementIndex) { $0.put($1) }
    put(failure.place) { $0.put($1) }
  }

  /// `unit` is the number of the element's stage, which stands for the stage's plan.
  mutating func put(_ element: FailedElement, unit: Int) {
    put(unit)
    put(element.bytes)
    put(element.type.rawValue)
    put(element.index)
    put(element.source)
    put(element.position)
    put(element.message)
    put(element.offset) { $0.put($1) }
    put(element.kind.rawValue)
    put(element.attempts)
    put(element.worker) { $0.put($1) }
  }

  mutating func put(_ status: StageStatus) {
    put(status.activeWorkers)
    put(status.elementsIn)
    put(status.elementsOut)
    put(status.failed)
    put(status.last)
  }
}
