private import Glibc
internal import SwpipeSystem

/// A file without a name that holds what memory may not; its room on the disk is free again with it.
package final class SpillFile {
  /// Where it is read, from where `rewind` left it.
  package let descriptor: Int32
  private let directory: String
  /// What it is for, in a word or two for a message.
  private let purpose: String
  /// The way out where there is no room for it.
  private let help: String
  private var pending: [UInt8] = []

  /// The way out for what memory may not hold.
  package static let usualHelp =
    "set TMPDIR to a directory with room, or raise `limits: {memory: …}`"

  /// The bytes that are written at once.
  private static let writeSize = 128 << 10

  /// Where temporary files belong.
  package static var temporaryDirectory: String {
    guard let path = getenv("TMPDIR"), path.pointee != 0 else { return "/tmp" }
    return String(cString: path)
  }

  /// The bytes that may be held in memory before a file is used, under a memory limit of the run.
  package static func limit(memory: Int) -> Int {
    max(1 << 20, min(64 << 20, memory / 4))
  }

  /// Makes a file for "sorting", say; `help` is the way out where there is no room for it.
  package init(
    for purpose: String,
    in directory: String,
    help: String = SpillFile.usualHelp
  ) throws(RunFailure) {
    self.directory = directory
    self.purpose = purpose
    self.help = help
    do throws(SystemError) {
      descriptor = try Descriptor.temporaryFile(in: directory).release()
    } catch {
      descriptor = -1
      throw failure("opened", error)
    }
  }

  /// Takes an open descriptor, and closes it in the end.
  package init(descriptor: Int32, for purpose: String, in directory: String) {
    self.descriptor = descriptor
    self.directory = directory
    self.purpose = purpose
    help = SpillFile.usualHelp
  }

  deinit {
    if descriptor >= 0 { close(descriptor) }
  }

  package func append(_ bytes: UnsafeRawBufferPointer) throws(RunFailure) {
    pending.append(contentsOf: bytes)
    if pending.count >= SpillFile.writeSize { try flush() }
  }

  package func append(_ bytes: ArraySlice<UInt8>) throws(RunFailure) {
    pending.append(contentsOf: bytes)
    if pending.count >= SpillFile.writeSize { try flush() }
  }

  /// Writes what is left and goes back to the start, to be read.
  package func rewind() throws(RunFailure) {
    try flush()
    pending = []
    guard lseek(descriptor, 0, SEEK_SET) == 0 else {
      throw failure("read", .last)
    }
  }

  /// Reads what is there into the end of `buffer`, at most `count` bytes; 0 at the end.
  package func read(_ count: Int, into buffer: inout [UInt8]) throws(RunFailure) -> Int {
    let start = buffer.count
    buffer.append(contentsOf: repeatElement(0, count: count))
    while true {
      let done = buffer.withUnsafeMutableBytes { bytes in
        Glibc.read(descriptor, bytes.baseAddress.map { $0 + start }, count)
      }
      if done >= 0 {
        buffer.removeLast(count - done)
        return done
      }
      let error = SystemError.last
      if error.number != EINTR { throw failure("read", error) }
    }
  }

  /// The failure of a file that has less in it than was written.
  package var isCutShort: RunFailure {
    RunFailure(.output, "the temporary file for \(purpose) in \(directory) lost its end")
  }

  private func flush() throws(RunFailure) {
    var offset = 0
    while offset < pending.count {
      let done = pending.withUnsafeBytes { bytes in
        Glibc.write(descriptor, bytes.baseAddress.map { $0 + offset }, bytes.count - offset)
      }
      if done > 0 {
        offset += done
        continue
      }
      let error = SystemError.last
      if done == 0 || error.number != EINTR {
        throw failure("written", error)
      }
    }
    pending.removeAll(keepingCapacity: true)
  }

  private func failure(_ verb: String, _ error: SystemError) -> RunFailure {
    RunFailure(
      .output,
      "the temporary file for \(purpose) in \(directory) could not be \(verb): \(error.words)",
      help: error.number == EFBIG ? "raise the limit on the size of files (`ulimit -f`)" : help
    )
  }
}
