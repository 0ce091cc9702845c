/// Starts programs that live with a worker of the run, and sees to it that none is left behind, however
/// the run ends.
package protocol ChildStarter: AnyObject, Sendable {
  /// Starts a program with pipes as its standard input and output, and waits until it is there.
  ///
  /// The lines that it writes to standard error begin with `label`. `memory` is the most bytes that
  /// it may allocate; 0 is no limit. That there is no such program shows by its end.
  func start(_ words: [String], label: String, memory: Int) throws(RunFailure) -> any Child
  /// Ends a process that was started here, and says how it had ended; see `Child.end`.
  @discardableResult
  func end(_ child: any Child) -> String
}

/// A process that a `ChildStarter` has started.
package protocol Child: AnyObject, Sendable {
  /// What is written to this descriptor is its standard input; does not block.
  var input: Int32 { get }
  /// Where its standard output is read; does not block.
  var output: Int32 { get }
  /// Readable once it has ended; -1 where the kernel has no such thing.
  var descriptor: Int32 { get }
  /// Closes its standard input; nothing is written to it from then on.
  func closeInput()
  /// Ends it and all that it has started, and waits until they are gone; says what had ended it where
  /// it was dead already, in words that follow "the process".
  @discardableResult
  func end() -> String
}
