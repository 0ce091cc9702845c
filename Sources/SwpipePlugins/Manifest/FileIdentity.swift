private import Glibc

/// What tells one state of a file from another without reading it.
struct FileIdentity: Hashable, Sendable, Codable {
  var path: String
  var device: UInt64
  var number: UInt64
  var size: Int64
  /// Nanoseconds since 1970: of the last change of the content, and of anything at all.
  var modified: Int64
  var changed: Int64

  /// The file as it is now; nil if there is none.
  init?(_ path: String) {
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    self.path = path
    device = UInt64(status.st_dev)
    number = UInt64(status.st_ino)
    size = Int64(status.st_size)
    modified = FileIdentity.nanoseconds(status.st_mtim)
    changed = FileIdentity.nanoseconds(status.st_ctim)
  }

  /// Whether the file is still the same.
  var isCurrent: Bool { FileIdentity(path) == self }

  private static func nanoseconds(_ time: timespec) -> Int64 {
    Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec)
  }
}
