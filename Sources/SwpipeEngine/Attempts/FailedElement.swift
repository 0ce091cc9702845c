internal import SwpipeCore

/// An element that its stage's transform failed on for good, or a row that its source could make no element
/// of, with all that there is to say of it.
struct FailedElement {
  var bytes: [UInt8]
  var type: ElementType
  var index: ElementIndex
  /// The ordinal of its source, and its position there.
  var source: Int
  var position: Int64
  var message: String
  /// The offset in its bytes of what is wrong, where it has one.
  var offset: Int?
  var kind: ElementFailure.Kind
  var attempts: Int
  /// The id of its stage or source, and where the spec declares that.
  var unit: String
  var place: SourcePlace
  /// What becomes of it.
  var final: ErrorPolicy.Final
  /// Nil for a source, which has one worker.
  var worker: WorkerInfo?
  /// Where a row begins and what its columns are; nil for an element, which its source knows the place of.
  var row: BadRow?

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
    offset = failure.offset
    kind = failure.kind
    self.attempts = attempts
    unit = plan.id
    place = plan.place
    final = plan.onError.then
    self.worker = worker
  }

  /// A row of the source with the ordinal `source`; `position` is its own there.
  init(_ row: BadRow, source: Int, position: Int64, plan: SourcePlan) {
    bytes = row.bytes
    type = .text
    index = ElementIndex([Int(position)])
    self.source = source
    self.position = position
    message = row.wholeMessage
    kind = .error
    attempts = 1
    unit = plan.id
    place = plan.place
    final = plan.onError
    self.row = row
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
    offset: Int?,
    kind: ElementFailure.Kind,
    attempts: Int,
    plan: StagePlan,
    worker: WorkerInfo?
  ) {
    self.bytes = bytes
    self.type = type
    self.index = index
    self.source = source
    self.position = position
    self.message = message
    self.offset = offset
    self.kind = kind
    self.attempts = attempts
    unit = plan.id
    place = plan.place
    final = plan.onError.then
    self.worker = worker
  }
}
