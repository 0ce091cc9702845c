internal import SwpipeCore

/// What the element at hand, which may yet fail, has given past what memory may hold: on disk until it
/// has succeeded, and gone where it has not.
struct HeldElement {
  /// What came of moving some of it.
  enum Move {
    /// So much may be handed on now; more is left to move, or to do.
    case part(Batch?)
    /// All that was on disk has been handed on; what the builder has follows.
    case end
  }

  private let directory: String
  private var output: HeldOutput?

  /// `directory` is where files for it are made.
  init(directory: String) {
    self.directory = directory
  }

  /// Whether nothing of it is on disk.
  var isEmpty: Bool { output == nil }

  /// Whether the next step brings output to disk or hands on what is there, which is no time of the
  /// transform's.
  func isToMove(_ builder: borrowing BatchBuilder) -> Bool {
    builder.isHolding ? builder.isFull : output != nil
  }

  /// Puts what the element at hand has given so far on disk, or, where it is done, gives the next part
  /// of that back.
  mutating func move(_ builder: inout BatchBuilder, budget: MemoryBudget) throws(RunFailure) -> Move
  {
    guard builder.isHolding else { return try giveBack(&builder, budget: budget) }
    let output = try opened()
    let finished = builder.finishedCount
    guard let given = builder.freeze() else { return .part(nil) }
    let before = given.copy(0..<finished, budget: budget)
    try output.append(given, finished..<given.count)
    // What stands on disk is handed on before anything else.
    builder.endsAfterElement = true
    return .part(before)
  }

  private mutating func opened() throws(RunFailure) -> HeldOutput {
    if let output { return output }
    let made = try HeldOutput(directory: directory)
    output = made
    return made
  }

  private mutating func giveBack(_ builder: inout BatchBuilder, budget: MemoryBudget)
    throws(RunFailure) -> Move
  {
    guard let output else { return .end }
    if !output.isReturning { try output.finish() }
    let part = try output.next { (frame) throws(FrameLoss) in try frame.batch(budget: budget) }
    if let part { return .part(part) }
    drop(&builder)
    return .end
  }

  /// Forgets all of it: the element has failed, or another one is at hand.
  mutating func drop(_ builder: inout BatchBuilder) {
    output = nil
    builder.endsAfterElement = false
  }
}
