internal import Glibc
internal import SwpipeCore
internal import SwpipeSystem
internal import Synchronization

/// The tables that are loaded in this process, so that workers which load the same file share it.
///
/// It holds none alive: a table goes with the last worker that has it.
enum TableStore {
  /// What two loads must have in common to be one: the file's state and how it is read.
  struct Key: Hashable, Sendable {
    var device: UInt64
    var inode: UInt64
    var size: Int64
    var seconds: Int
    var nanoseconds: Int
    var reading: TableReading
    var columns: [String]
    var duplicates: TableContent.Duplicates
  }

  private final class Entry: Sendable {
    struct Held {
      weak var content: TableContent?
    }

    let held = Lock(Held())
  }

  private static let entries = Lock<[Key: Entry]>([:])

  /// The table of a file, loaded now if no worker has it.
  static func content(
    _ path: String,
    _ reading: TableReading,
    columns: [String],
    duplicates: TableContent.Duplicates
  ) throws(RunFailure) -> TableContent {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    if descriptor < 0 { throw failure(path, .last) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw failure(path, .last) }
    let load = { () throws(RunFailure) -> TableContent in
      let bytes: TableBytes
      do throws(SystemError) {
        bytes = try TableBytes(descriptor: descriptor, status)
      } catch {
        throw failure(path, error)
      }
      return try TableContent(bytes, reading, key: columns, duplicates: duplicates, name: path)
    }
    // What is no file cannot be told apart from what it was before.
    guard status.st_mode & S_IFMT == S_IFREG else { return try load() }
    let key = Key(
      device: UInt64(status.st_dev),
      inode: UInt64(status.st_ino),
      size: Int64(status.st_size),
      seconds: status.st_mtim.tv_sec,
      nanoseconds: status.st_mtim.tv_nsec,
      reading: reading,
      columns: columns,
      duplicates: duplicates
    )
    let entry = entries.withLock { entries in
      if let entry = entries[key] { return entry }
      let entry = Entry()
      entries[key] = entry
      return entry
    }
    // Loaded under the entry's own lock: others who want this table wait for it, and nobody else.
    return try entry.held.withLock { (held) throws(RunFailure) in
      if let content = held.content { return content }
      let content = try load()
      held.content = content
      return content
    }
  }

  private static func failure(_ path: String, _ error: SystemError) -> RunFailure {
    RunFailure(
      .resource,
      "cannot load the table \(path): \(error.words)",
      help: error.number == ENOENT ? "check the path; it is relative to the spec" : nil
    )
  }
}
