internal import Glibc
internal import SwpipeCore
internal import SwpipeSystem

/// Writes each element to the named file as it comes: for dead letters, which are worth keeping whatever
/// comes of the run.
///
/// The file begins with the first element of the run. What it held before is kept as `NAME.old`, or where
/// that is taken as `NAME.old.2` and so on; a run without an element leaves it as it was.
final class FreshFileSink: Sink {
  private let path: String
  private let context: SinkContext
  private var output: Output
  private var encoder: any Encoder & ~Copyable

  /// Checks that the file can be made, so that a wrong path costs nothing.
  init(path: String, encoder: consuming any Encoder & ~Copyable, _ context: SinkContext)
    throws(RunFailure)
  {
    self.path = FilePath.followingLinks(path)
    self.context = context
    self.encoder = encoder
    output = Output(openingLater: path)
    if access(FilePath.directory(of: self.path), W_OK | X_OK) != 0 {
      throw FileSink.failure(path, .last)
    }
  }

  func write(_ slice: borrowing Slice) throws(SinkFailure) {
    if !output.isOpen { try begin() }
    try encoder.encode(slice, to: output)
  }

  func finish(_ end: RunEnd) throws(SinkFailure) {
    if output.isOpen, end != .failed { try encoder.finish(to: output) }
    try output.close()
  }

  func abandon() {}

  /// Gives what is there the first name that is free; which that is.
  private func keep() throws(SinkFailure) -> String {
    var number = 1
    while true {
      let kept = FilePath.sibling(of: path, suffix: number == 1 ? ".old" : ".old.\(number)")
      // A second name is given only where none is, which a rename does not promise.
      if link(path, kept) == 0 {
        if unlink(path) != 0 { throw Output.failure(output.name, .last) }
        return kept
      }
      switch errno {
      case EEXIST: break
      // A file system without second names.
      case EPERM, EOPNOTSUPP, ENOSYS, EMLINK:
        if access(kept, F_OK) == 0 { break }
        if rename(path, kept) != 0 { throw Output.failure(output.name, .last) }
        return kept
      default: throw Output.failure(output.name, .last)
      }
      number += 1
    }
  }

  /// Moves what is there out of the way and makes the file.
  private func begin() throws(SinkFailure) {
    var status = stat()
    let old = stat(path, &status) == 0 ? OldFile(status) : nil
    if old != nil, status.st_size > 0 {
      let kept = try keep()
      context.log.write(
        .info,
        "what \(output.name) held before this run is in \(kept)",
        stage: context.id
      )
    }
    let descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOCTTY, 0o666)
    if descriptor < 0 { throw Output.failure(output.name, .last) }
    old?.lend(to: descriptor)
    output = Output(descriptor: descriptor, name: output.name, isOwned: true)
  }
}
