/// A transform that has something to do once, after its worker's last element: `on_done` of its own.
package protocol EndingTransform: Transform {
  /// The worker is done, also where the run was stopped; called before the stage's `on_done` and while
  /// the worker's resources are open.
  ///
  /// With nil, the end is another worker's to tell: it only lets go of what it holds. A failure stops
  /// the run.
  mutating func end(_ status: StageStatus?) throws(RunFailure)
}

extension EndingTransform {
  /// It is one.
  package static var isEnding: Bool { true }
}
