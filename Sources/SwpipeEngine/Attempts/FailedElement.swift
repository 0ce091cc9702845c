internal import SwpipeCore

/// An element that its stage's transform failed on for good, with all that there is to say of it.
struct FailedElement {
  var bytes: [UInt8]
  var type: ElementType
  var index: ElementIndex
  /// The ordinal of its source, and its position there.
  var source: Int
  var position: Int64
  var message: String
  var kind: ElementFailure.Kind
  var attempts: Int
  var plan: StagePlan
  var worker: WorkerInfo

  init(
    _ slice: borrowing Slice,
    _ position: Int,
    _ failure: ElementFailure,
    plan: StagePlan,
    worker: WorkerInfo,
    attempts: Int
  ) {
    bytes = slice.withElement(position) { span in span.withUnsafeBufferPointer { Array($0) } }
    type = slice.type
    index = slice.elementIndex(position)
    source = slice.source
    self.position = slice.sourcePosition(position)
    message = failure.message
    kind = failure.kind
    self.attempts = attempts
    self.plan = plan
    self.worker = worker
  }
}

extension FailedElement {
  /// One that another process has described.
  init(
    bytes: [UInt8],
    type: ElementType,
    index: ElementIndex,
    source: Int,
    position: Int64,
    message: String,
    kind: ElementFailure.Kind,
    attempts: Int,
    plan: StagePlan,
    worker: WorkerInfo
  ) {
    self.bytes = bytes
    self.type = type
    self.index = index
    self.source = source
    self.position = position
    self.message = message
    self.kind = kind
    self.attempts = attempts
    self.plan = plan
    self.worker = worker
  }
}
