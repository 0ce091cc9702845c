/// The exit statuses of `swpipe`; part of its interface.
package enum ExitStatus: Int32, Sendable, Codable {
  /// Done, also with skipped elements or a closed stdout.
  case done = 0
  /// Some elements are in the dead letters, or validate or test found something.
  case found = 1
  case usage = 2
  /// The run stopped on an element's error.
  case element = 65
  /// An input or spec cannot be opened or read.
  case input = 66
  /// A resource or plugin could not start or end.
  case resource = 69
  /// An internal check failed.
  case internalCheck = 70
  /// An output failed.
  case output = 74
  /// The spec is invalid.
  case spec = 78
  case interrupted = 130
  case terminated = 143
}
