/// What a frame between a run and a worker process says; its first byte.
enum FrameKind: UInt8 {
  // To the worker process.

  /// The plan, and which worker of which stage it is to be.
  case start = 1
  /// Elements to work on.
  case batch
  /// There are no more elements: run `on_done` and end.
  case done

  // From the worker process.

  /// `on_start` has run; it waits for elements.
  case started = 16
  /// It cannot start, and why.
  case failed
  /// A part of what a batch gave.
  case part
  /// The rest of what a batch gave.
  case result
  /// A try at the element of a stage with `timeout` begins.
  case attempt
  /// What follows is no work of the transform: that of sync stages, or the wait before the next try.
  case waiting
  /// The transform goes on.
  case resumed
  /// A line for the log.
  case log
  /// A part of what a stage that reduces has kept.
  case state
  /// It is about to run `on_done`.
  case ending
  /// `on_done` has run, and what went wrong.
  case ended
}
