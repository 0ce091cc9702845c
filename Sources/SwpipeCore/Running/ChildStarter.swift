package import SwpipeSystem

/// Starts the programs that live with a worker, and ends them with the run at the latest.
package protocol ChildStarter: AnyObject, Sendable {
  /// Starts a program with pipes as its standard input and output, and waits until it is there.
  ///
  /// The lines that it writes to standard error begin with `label`. `memory` is the most bytes that
  /// it may allocate; 0 is no limit. What it leaves running is ended with it, unless that is `spared`
  /// until `end`. Throws where there is no such program, or no room for its process.
  func start(_ words: [String], label: String, memory: Int, spares: Bool) throws(RunFailure)
    -> any Child
  /// Ends a process that was started here, and says how it had ended; see `Child.end`.
  @discardableResult
  func end(_ child: any Child) -> ProcessEnd
}

extension ChildStarter {
  package func start(_ words: [String], label: String, memory: Int) throws(RunFailure)
    -> any Child
  {
    try start(words, label: label, memory: memory, spares: false)
  }
}

/// A process that a `ChildStarter` has started.
package protocol Child: AnyObject, Sendable {
  /// What is written to this descriptor is its standard input; does not block.
  var input: Int32 { get }
  /// Where its standard output is read; does not block.
  var output: Int32 { get }
  /// Readable once it has ended; -1 where the kernel has no such thing.
  var descriptor: Int32 { get }
  /// Whether it and all that it has started wait for something, as a program does that has read all its
  /// input; nil where the system does not tell.
  var isAsleep: Bool? { get }
  /// Closes its standard input; nothing is written to it from then on.
  func closeInput()
  /// From now on its owner has nothing for it to do and does not listen. Where it ends meanwhile, what
  /// it has started is ended at once, and `notice` is called, on another thread or on this one; not
  /// where it is ended from here.
  func rest(_ notice: @escaping @Sendable (ProcessEnd) -> Void)
  /// Its owner listens again; how it has ended where `notice` was called, or nil.
  func wake() -> ProcessEnd?
  /// Ends it and all that it has started, and waits until they are gone; says what had ended it where
  /// it was dead already.
  @discardableResult
  func end() -> ProcessEnd
}
