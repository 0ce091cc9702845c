internal import Glibc
internal import SwpipeCore
internal import SwpipeSystem

/// A descriptor that a sink writes to.
struct Output: ~Copyable {
  /// Negative before it is open and after it was closed.
  private var descriptor: Int32
  /// The path as given, or `standard output`.
  let name: String
  private let isOwned: Bool

  /// Takes an open descriptor; one that is owned is closed in the end.
  init(descriptor: Int32, name: String, isOwned: Bool) {
    self.descriptor = descriptor
    self.name = name
    self.isOwned = isOwned
  }

  /// Leaves the opening to the first use, for what may block until it has a reader.
  init(openingLater path: String) {
    descriptor = -1
    name = path
    isOwned = true
  }

  deinit {
    if isOwned, descriptor >= 0 { Glibc.close(descriptor) }
  }

  /// The descriptor to watch for a reader that goes away; one that is closed here at the end is not
  /// watched, because its number may be another file's by then.
  var watchedDescriptor: Int32? { isOwned ? nil : descriptor }

  /// Whether it was opened and not closed since.
  var isOpen: Bool { descriptor >= 0 }

  /// Opens what was left to open.
  mutating func openIfNeeded() throws(SinkFailure) {
    while descriptor < 0 {
      descriptor = open(name, O_WRONLY | O_CLOEXEC)
      let error = SystemError.last
      if descriptor < 0, error.number != EINTR { throw Output.failure(name, error) }
    }
  }

  /// The same where somebody reads already; nobody is waited for.
  mutating func openIfRead() {
    if descriptor < 0 { descriptor = open(name, O_WRONLY | O_CLOEXEC | O_NONBLOCK) }
  }

  /// Writes all of `bytes`, however many calls and waits it takes.
  func write(_ bytes: UnsafeRawBufferPointer) throws(SinkFailure) {
    var offset = 0
    while offset < bytes.count {
      let rest = UnsafeRawBufferPointer(rebasing: bytes[offset...])
      let count = Glibc.write(descriptor, rest.baseAddress, rest.count)
      if count >= 0 {
        offset += count
        continue
      }
      let error = SystemError.last
      switch error.number {
      case EINTR: continue
      // Whoever started us may have made its end non-blocking, and may still need it so.
      case EAGAIN: waitWritable()
      default: throw Output.failure(name, error)
      }
    }
  }

  /// Waits until what was written is on the disk.
  func synchronize() throws(SinkFailure) {
    while fsync(descriptor) != 0 {
      let error = SystemError.last
      switch error.number {
      case EINTR: continue
      // Not every file system can.
      case EINVAL, ENOSYS, EOPNOTSUPP: return
      default: throw Output.failure(name, error)
      }
    }
  }

  /// Closes the descriptor, which is when some file systems tell that a write failed.
  mutating func close() throws(SinkFailure) {
    guard isOwned, descriptor >= 0 else { return }
    let failed = Glibc.close(descriptor) != 0 ? SystemError.last : nil
    descriptor = -1
    if let failed, failed.number != EINTR { throw Output.failure(name, failed) }
  }

  /// What a failed call means for the run.
  static func failure(_ name: String, _ error: SystemError) -> SinkFailure {
    error.number == EPIPE ? .closed : .output("cannot write \(name): \(error.words)")
  }

  private func waitWritable() {
    var request = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
    _ = poll(&request, 1, -1)
  }
}
