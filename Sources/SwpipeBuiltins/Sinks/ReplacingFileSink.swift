internal import Glibc
internal import SwpipeCore

/// Writes a hidden file beside the one that is meant, and renames it when it is complete.
final class ReplacingFileSink: Sink {
  private let path: String
  private let hiddenPath: String
  private var output: Output
  private var encoder: any Encoder & ~Copyable

  /// Takes the mode of the file that is replaced; nil if there is none.
  init(path: String, mode: mode_t?, encoder: consuming any Encoder & ~Copyable) throws(RunFailure) {
    // A link stays a link, and the file it leads to is replaced.
    self.path = FilePath.followingLinks(path)
    self.encoder = encoder
    let (hiddenPath, descriptor) = try ReplacingFileSink.create(beside: self.path, for: path)
    self.hiddenPath = hiddenPath
    output = Output(descriptor: descriptor, name: path, isOwned: true)
    if let mode { fchmod(descriptor, mode) }
  }

  func write(_ slice: borrowing Slice) throws(SinkFailure) {
    try encoder.encode(slice, to: output)
  }

  func finish() throws(SinkFailure) {
    do throws(SinkFailure) {
      try encoder.finish(to: output)
      try output.close()
      if rename(hiddenPath, path) != 0 { throw Output.failure(output.name, .last) }
    } catch {
      abandon()
      throw error
    }
  }

  func abandon() {
    try? output.close()
    unlink(hiddenPath)
  }

  /// Creates a file of a name that nobody has, so that two runs never share one.
  private static func create(beside path: String, for name: String) throws(RunFailure)
    -> (path: String, descriptor: Int32)
  {
    let start = "\(FilePath.directory(of: path))/.\(FilePath.name(of: path)).swpipe-\(getpid())"
    var attempt = 0
    while true {
      let hidden = attempt == 0 ? start : "\(start)-\(attempt)"
      let descriptor = open(hidden, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
      if descriptor >= 0 { return (hidden, descriptor) }
      let error = SystemError.last
      guard error.number == EEXIST, attempt < 1000 else { throw FileSink.failure(name, error) }
      attempt += 1
    }
  }
}
