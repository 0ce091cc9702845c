internal import Glibc
internal import SwpipeCore
internal import SwpipeSystem

/// The bytes of a table: a file that is mapped where it is large, and read where it is not.
///
/// A mapped file costs no memory of the process's own, and processes that map the same one share it.
/// Whoever replaces such a file must rename the new one over it: cutting it short kills its readers.
final class TableBytes: @unchecked Sendable {
  // SAFETY: the fields are constants, the memory behind the pointer is written before `init` ends and
  // never after, and freed in `deinit`.
  private let start: UnsafeMutableRawPointer?
  let count: Int
  private let isMapped: Bool

  /// What is mapped rather than read.
  static let mappedSize = 1 << 20

  /// Takes bytes that are there already.
  init(_ bytes: [UInt8]) {
    count = bytes.count
    isMapped = false
    guard count > 0 else {
      start = nil
      return
    }
    let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: count, alignment: 1)
    memory.copyBytes(from: bytes)
    start = memory.baseAddress
  }

  /// Maps or reads an open file to its end; `mappedSize` is the size past which it is mapped.
  init(
    descriptor: Int32,
    _ status: stat,
    mappedSize: Int = TableBytes.mappedSize
  ) throws(SystemError) {
    let size = Int(status.st_size)
    if status.st_mode & S_IFMT == S_IFREG, size >= mappedSize, size > 0 {
      let memory = mmap(nil, size, PROT_READ, MAP_PRIVATE, descriptor, 0)
      guard let memory, memory != MAP_FAILED else { throw .last }
      // The load reads it from front to end, the lookups anywhere.
      madvise(memory, size, MADV_WILLNEED)
      start = memory
      count = size
      isMapped = true
      return
    }
    (start, count) = try TableBytes.readAll(descriptor, expecting: size)
    isMapped = false
  }

  deinit {
    if isMapped, let start { munmap(start, count) } else { free(start) }
  }

  /// Calls `body` with all bytes.
  func withSpan<Result, Failure: Error>(
    _ body: (Span<UInt8>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let bytes = UnsafeBufferPointer(
      start: start.map { UnsafePointer($0.assumingMemoryBound(to: UInt8.self)) },
      count: count
    )
    return try body(bytes.span)
  }

  private static func readAll(_ descriptor: Int32, expecting size: Int) throws(SystemError) -> (
    UnsafeMutableRawPointer?, Int
  ) {
    var capacity = max(size + 1, 64 << 10)
    var memory = malloc(capacity)
    var count = 0
    while true {
      if count == capacity {
        capacity *= 2
        memory = realloc(memory, capacity)
      }
      guard let memory else { preconditionFailure("out of memory") }
      let read = Glibc.read(descriptor, memory + count, capacity - count)
      if read == 0 { return (memory, count) }
      if read > 0 {
        count += read
        continue
      }
      let error = SystemError.last
      if error.number == EINTR { continue }
      free(memory)
      throw error
    }
  }
}
