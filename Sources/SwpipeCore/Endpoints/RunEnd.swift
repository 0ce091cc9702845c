/// How a run came to its end: the one value that each sink is told before it ends its output.
package enum RunEnd: Hashable, Sendable {
  /// Every source came to its end, or nobody wanted more of it, and no element was given up: the output
  /// is all that it can be.
  case complete
  /// A signal ended the run, or its output lost its reader, before that: what was written is a part.
  case stopped
  /// A failure ended the run: what was written is a part, and something is wrong.
  case failed
}
