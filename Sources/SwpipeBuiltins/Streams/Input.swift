internal import Glibc
internal import SwpipeCore
internal import SwpipeSystem

/// A descriptor that a source reads, or bytes in memory, and what they are called in messages.
struct Input: ~Copyable {
  /// What one read(2) asks for: large enough to make the calls cheap, small enough for the cache.
  static let readSize = 128 << 10

  static let standardInputName = "standard input"

  private let descriptor: Int32
  /// The path as given, or `standard input`.
  let name: String
  private let isOwned: Bool
  /// A regular file can always be read, so waiting for it is left out.
  private let isRegular: Bool
  private let readiness: any Readiness
  /// What is read instead of the descriptor.
  private var memory: Memory?

  /// Bytes that were read before.
  private final class Memory {
    private var rest: ArraySlice<UInt8>

    init(_ bytes: [UInt8]) {
      rest = bytes[...]
    }

    /// Copies as much as there is room for; how much that is.
    func move(to room: UnsafeMutableRawBufferPointer) -> Int {
      let count = min(rest.count, room.count)
      room.copyBytes(from: rest.prefix(count))
      rest.removeFirst(count)
      return count
    }
  }

  /// Takes bytes that were read before, which wait for nothing.
  init(bytes: [UInt8], name: String, readiness: any Readiness) {
    descriptor = -1
    self.name = name
    isOwned = false
    isRegular = true
    self.readiness = readiness
    memory = Memory(bytes)
  }

  /// Takes standard input, which stays open and as it is.
  init(standardInput readiness: any Readiness) throws(RunFailure) {
    try self.init(
      descriptor: 0,
      name: Input.standardInputName,
      isOwned: false,
      readiness: readiness
    )
  }

  /// Opens a path, without waiting for the writer of a FIFO; it may have another name in messages.
  init(path: String, name: String? = nil, readiness: any Readiness) throws(RunFailure) {
    let name = name ?? path
    let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    if descriptor < 0 { throw Input.failure(name, .last) }
    try self.init(descriptor: descriptor, name: name, isOwned: true, readiness: readiness)
  }

  /// Takes an open descriptor; one that is owned is closed in the end.
  init(descriptor: Int32, name: String, isOwned: Bool, readiness: any Readiness) throws(RunFailure)
  {
    self.descriptor = descriptor
    self.name = name
    self.isOwned = isOwned
    self.readiness = readiness
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      isRegular = false
      throw Input.failure(name, .last)
    }
    isRegular = status.st_mode & S_IFMT == S_IFREG
    if status.st_mode & S_IFMT == S_IFDIR { throw Input.failure(name, SystemError(EISDIR)) }
  }

  deinit {
    if isOwned { close(descriptor) }
  }

  /// Reads once behind the unfinished element: the number of bytes, 0 at the end, nil to stop.
  func read(into output: inout BatchBuilder) throws(RunFailure) -> Int? {
    let used = output.unfinishedByteCount
    let capacity = used < Input.readSize / 2 ? Input.readSize - used : Input.readSize
    while true {
      let mayRead = isRegular ? !readiness.isStopped : readiness.waitReadable(descriptor)
      guard mayRead else { return nil }
      var failed: SystemError?
      let count = output.read(capacity: capacity) { room in
        if let memory { return memory.move(to: room) }
        let count = Glibc.read(descriptor, room.baseAddress, room.count)
        failed = count < 0 ? .last : nil
        return max(count, 0)
      }
      guard let failed else { return count }
      switch failed.number {
      case EINTR, EAGAIN: continue
      default: throw Input.failure(name, failed)
      }
    }
  }

  /// The failure of an input that cannot be opened or read.
  static func failure(_ name: String, _ error: SystemError) -> RunFailure {
    let help: String? =
      switch error.number {
      case ENOENT: "check the path; it is relative to the working directory"
      case EACCES, EPERM: "check the permissions of the file and of its directories"
      case EISDIR where name != standardInputName:
        "name a file, or all files in it with \(name)/*"
      default: nil
      }
    return RunFailure(.input, "cannot read \(name): \(error.words)", help: help)
  }
}
