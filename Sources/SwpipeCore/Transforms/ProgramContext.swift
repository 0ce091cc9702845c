/// What a transform needs of the run whose work a program does that lives with the worker.
package struct ProgramContext: Sendable {
  /// Where the program comes from.
  package var children: any ChildStarter
  /// Nanoseconds that the transform may take for one element, for a `RemoteTransform`; 0 is no limit.
  package var timeout: Int64 = 0
  /// Bytes that the program may allocate; 0 is no limit.
  package var memory = 0
  /// The most bytes that one answer of the program may have.
  package var mostReceived = 1 << 30
  /// Whether the first element that fails stops the run.
  package var stopsOnFailure = true
  /// Whether the transform keeps a state from one element to the next, so that the program cannot be
  /// replaced once it has answered an element.
  package var keepsState = false
  /// Whether the worker takes back what an `InterruptibleTransform` has not touched.
  package var takesBack = false
  /// Makes what tells the transform of the elements that are to come; nil where the worker cannot know,
  /// because other workers feed it.
  package var watchInput: (@Sendable () throws(RunFailure) -> any InputWatch)?
  /// Stops the run, for what is no element's failure; what calls it returns as soon as it can.
  package var fail: @Sendable (RunFailure) -> Void = { _ in }
  /// Counts that the program was replaced.
  package var noteRestart: @Sendable () -> Void = {}

  /// The bytes that one answer may have however small the run's memory: single elements may pass it.
  package static let leastReceived = 16 << 20

  package init(children: any ChildStarter) {
    self.children = children
  }
}
