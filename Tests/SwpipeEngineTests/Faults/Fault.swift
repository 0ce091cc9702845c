import SwpipeCore
import Synchronization

/// One thing that fails at its n-th use, and what was started and ended around it.
final class Fault: Sendable {
  /// What can fail.
  enum Point: CaseIterable {
    case sourceStart
    case read
    case transform
    case resourceStart
    case resourceClose
    case action
    case sinkStart
    /// A write by which the output fails.
    case write
    /// A write that one element cannot take part in.
    case writeElement
    case finish

    /// The exit status of a run that it stops.
    var status: ExitStatus {
      switch self {
      case .sourceStart, .read: .input
      case .transform, .writeElement: .element
      case .resourceStart, .resourceClose, .action: .resource
      case .sinkStart, .write, .finish: .output
      }
    }
  }

  struct Trace {
    var uses = 0
    var hasStruck = false
    /// Resources that were started, those whose start failed not among them, and those to close.
    var startedResources = 0
    var closedResources = 0
    /// The worker of each action.
    var actions: [Int] = []
  }

  static let message = "it failed as it was told"
  let trace = Lock(Trace())
  private let point: Point
  private let nth: Int

  init(_ point: Point, nth: Int) {
    self.point = point
    self.nth = nth
  }

  /// Counts a use; true for the one that is to fail.
  func strikes(_ point: Point) -> Bool {
    guard point == self.point else { return false }
    return trace.withLock { trace in
      trace.uses += 1
      if trace.uses == nth { trace.hasStruck = true }
      return trace.uses == nth
    }
  }

  /// Counts a use, and fails the run with it.
  func use(_ point: Point) throws(RunFailure) {
    if strikes(point) { throw RunFailure(point.status, Fault.message) }
  }
}
