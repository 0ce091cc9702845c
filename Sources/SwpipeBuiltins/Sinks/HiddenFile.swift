internal import Glibc
internal import SwpipeCore
internal import SwpipeSystem

/// The hidden file beside an output that holds what is written until the output is complete.
///
/// It is locked as long as its run lives, so that another run can tell whether it was left behind.
final class HiddenFile {
  let path: String
  /// Open for writing; it holds the lock.
  let descriptor: Int32

  /// More than there are runs that write one output at a time.
  private static let mostFiles = 1000

  /// Creates a file of a name that nobody has, so that two runs never share one.
  ///
  /// `name` is what the output at `output` is called in messages. Says in the log which files runs have
  /// left that were killed; those are never touched.
  init(beside output: String, for name: String, _ context: SinkContext) throws(RunFailure) {
    for number in 1...HiddenFile.mostFiles {
      let path = FilePath.sibling(of: output, prefix: ".", suffix: ".swpipe-\(number)")
      let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
      if descriptor >= 0 {
        while flock(descriptor, LOCK_EX) != 0, errno == EINTR {}
        self.path = path
        self.descriptor = descriptor
        return
      }
      let error = SystemError.last
      guard error.number == EEXIST else { throw FileSink.failure(name, error) }
      if HiddenFile.isLeft(path) {
        context.log.write(
          .warning,
          "a run that was killed left in \(path) what it had written for \(name); rename or remove it",
          stage: context.id
        )
      }
    }
    throw RunFailure(
      .output,
      "cannot write \(name): there are \(HiddenFile.mostFiles) unfinished files of other runs beside it",
      help: "remove those named .\(FilePath.name(of: output)).swpipe-NUMBER that nobody needs"
    )
  }

  deinit {
    close(descriptor)
  }

  /// How much was written to it.
  var isEmpty: Bool {
    var status = stat()
    return fstat(descriptor, &status) == 0 && status.st_size == 0
  }

  /// Gives it another name, which replaces what is there.
  func rename(to path: String) throws(SystemError) {
    if Glibc.rename(self.path, path) != 0 { throw .last }
  }

  func remove() {
    unlink(path)
  }

  /// Whether a file holds something and its run is gone.
  private static func isLeft(_ path: String) -> Bool {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    var status = stat()
    // A run that has just created its file has not locked it yet, and has written nothing.
    guard fstat(descriptor, &status) == 0, status.st_size > 0 else { return false }
    return flock(descriptor, LOCK_EX | LOCK_NB) == 0
  }
}
