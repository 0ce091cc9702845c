/// Lets a source wait for its descriptor without being deaf to the run's end.
package protocol Readiness: Sendable {
  /// Waits until `descriptor` can be read or is at its end; false when the source is to stop.
  func waitReadable(_ descriptor: Int32) -> Bool
  /// Whether the source is to stop; cheap, for sources that never wait.
  var isStopped: Bool { get }
}
