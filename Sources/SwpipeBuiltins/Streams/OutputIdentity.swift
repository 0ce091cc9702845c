internal import Glibc
internal import SwpipeCore

/// Tells whether an output is one of the files that the run reads.
enum OutputIdentity {
  /// Refuses an open regular file that is an input: the run would read what it writes.
  static func check(descriptor: Int32, _ name: String, against inputs: [String])
    throws(RunFailure)
  {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { return }
    try check(status, name, against: inputs)
  }

  /// Refuses a path that is an input, whatever links and spellings lead to it.
  static func check(path: String, against inputs: [String]) throws(RunFailure) {
    if inputs.contains(path), !path.hasPrefix("/dev/") { throw failure(path, path) }
    var status = stat()
    guard stat(path, &status) == 0 else { return }
    try check(status, path, against: inputs)
  }

  private static func check(_ status: stat, _ name: String, against inputs: [String])
    throws(RunFailure)
  {
    guard status.st_mode & S_IFMT == S_IFREG else { return }
    for pattern in inputs {
      for input in [pattern] + InputPaths.matches(of: pattern) {
        var other = stat()
        if stat(input, &other) == 0, other.st_dev == status.st_dev, other.st_ino == status.st_ino {
          throw failure(name, input)
        }
      }
    }
  }

  private static func failure(_ name: String, _ input: String) -> RunFailure {
    RunFailure(
      .output,
      name == input
        ? "the output \(name) is also an input"
        : "the output \(name) is the same file as the input \(input)",
      help: "write another file, and rename it when the run is done"
    )
  }
}
