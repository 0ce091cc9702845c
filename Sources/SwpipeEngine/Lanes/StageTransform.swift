internal import SwpipeCore

/// A worker's transform, and what it can do besides `apply`, which is found out once.
struct StageTransform {
  private var transform: any Transform
  /// Whether it can suspend a task instead of blocking a thread.
  let awaits: Bool
  /// Whether it returns before its slice is done where that takes long.
  let isInterruptible: Bool
  /// Whether a program of its own has the elements in its hands.
  let isRemote: Bool
  /// Whether it has something to do at the end.
  private let isEnding: Bool
  /// Whether it can say that it refuses all further elements, and that has a meaning.
  private let canExhaust: Bool
  /// Whether it said that it refuses all further elements.
  private(set) var isExhausted = false

  /// `isInverted` is that of a filter which keeps what the transform refuses.
  init(_ transform: any Transform, work: Operator, isInverted: Bool) {
    self.transform = transform
    let type = type(of: transform)
    awaits = type.isAwaiting
    isInterruptible = type.isInterruptible
    isRemote = type.isRemote
    isEnding = type.isEnding
    canExhaust = work == .filter && !isInverted && type.isFilter
    noteExhaustion()
  }

  /// New elements are at hand; `ticket` is that of the first where it has begun on them already.
  mutating func begin(_ batch: Batch, _ range: Range<Int>, ticket: Int? = nil) {
    if let ticket {
      concurrent?.beginSlice(ticket, at: range.lowerBound)
    } else if isInterruptible, var interruptible = transform as? any InterruptibleTransform {
      interruptible.begin(batch, range)
      transform = interruptible
    }
  }

  /// Works on a slice, see `Transform.apply`.
  mutating func apply(_ slice: borrowing Slice, into output: inout BatchBuilder)
    throws(ElementFailure)
  {
    try transform.apply(slice, into: &output)
  }

  /// The state of a reduce.
  var reduction: (any Reduction)? { (transform as? ReduceTransform)?.reduction }

  /// Lets go of the elements at hand.
  mutating func forget() { transform.forget() }

  /// Asks whether all further elements are refused; called after each slice.
  mutating func noteExhaustion() {
    guard canExhaust, !isExhausted, let filter = transform as? any FilterTransform else { return }
    isExhausted = filter.isExhausted
  }

  /// The first position that no work has been done for; nil where that is not known.
  var untouched: Int? {
    isInterruptible ? (transform as? any InterruptibleTransform)?.untouched : nil
  }

  /// The transform, if it can work on several elements at once.
  var concurrent: (any ConcurrentTransform)? { transform as? any ConcurrentTransform }

  /// Begins an element where it awaits; nil where it does not, and is to be called at once.
  mutating func beginWait(_ slice: borrowing Slice, at position: Int) -> AwaitedEvent? {
    guard awaits, var awaiting = transform as? any AwaitingTransform else { return nil }
    defer { transform = awaiting }
    return awaiting.begin(slice, at: position)
  }

  /// Tells it that its worker is done; with nil it only lets go of what it holds.
  mutating func end(_ status: StageStatus?) throws(RunFailure) {
    guard isEnding, var ending = transform as? any EndingTransform else { return }
    defer { transform = ending }
    try ending.end(status)
  }
}
