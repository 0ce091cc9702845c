internal import CSwpipePlugin

/// The state of a stage at the moment one of its workers is done.
public struct StageStatus: Sendable {
  /// The workers that are not done yet, this one not counted.
  public let activeWorkers: Int
  /// Elements that came in so far.
  public let elementsIn: Int
  /// Elements that went out so far.
  public let elementsOut: Int
  /// Elements that failed so far.
  public let failed: Int
  /// True for exactly one worker of the stage.
  public let last: Bool

  init(_ status: swpipe_stage_status) {
    activeWorkers = status.active_workers
    elementsIn = status.elements_in
    elementsOut = status.elements_out
    failed = status.failed
    last = status.last != 0
  }
}
