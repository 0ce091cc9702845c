/// The state of a stage at the moment one of its workers is done.
package struct StageStatus: Hashable, Sendable, Codable {
  /// The workers that are not done yet, this one not counted.
  package var activeWorkers: Int
  /// Elements that came in, went out, and failed for good so far, skipped ones and dead letters
  /// included.
  package var elementsIn: Int
  package var elementsOut: Int
  package var failed: Int
  /// True for exactly one worker of the stage.
  package var last: Bool

  /// Whether no worker is active any more.
  package var done: Bool { activeWorkers == 0 }

  package init(activeWorkers: Int, elementsIn: Int, elementsOut: Int, failed: Int, last: Bool) {
    self.activeWorkers = activeWorkers
    self.elementsIn = elementsIn
    self.elementsOut = elementsOut
    self.failed = failed
    self.last = last
  }
}
