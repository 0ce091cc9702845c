internal import Glibc

/// The parts of a path.
enum FilePath {
  /// What stands before the last slash; `.` where there is none.
  static func directory(of path: String) -> String {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
    return slash == path.utf8.startIndex ? "/" : String(path[..<slash])
  }

  /// What stands behind the last slash.
  static func name(of path: String) -> String {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return path }
    return String(path[path.utf8.index(after: slash)...])
  }

  /// The most bytes that the name of a file may have.
  static let longestName = Int(NAME_MAX)

  /// The path of a file in the same directory, whose name is the name of a path between two texts.
  ///
  /// A name that gets too long loses its last characters.
  static func sibling(of path: String, prefix: String = "", suffix: String) -> String {
    let room = longestName - prefix.utf8.count - suffix.utf8.count
    var name = name(of: path)[...]
    while name.utf8.count > room { name.removeLast() }
    let slash = path.utf8.lastIndex(of: UInt8(ascii: "/"))
    let directory = slash.map { path[...$0] } ?? ""
    return directory + prefix + name + suffix
  }

  /// Waits until a directory's names are on the disk, where the file system can say so.
  static func synchronize(_ directory: String) {
    let descriptor = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    fsync(descriptor)
    close(descriptor)
  }

  /// The path that symbolic links lead to, also if nothing stands there yet.
  static func followingLinks(_ path: String) -> String {
    var path = path
    // As many as the kernel follows.
    for _ in 0..<40 {
      guard let target = link(at: path) else { return path }
      path = target.hasPrefix("/") ? target : directory(of: path) + "/" + target
    }
    return path
  }

  private static func link(at path: String) -> String? {
    let bytes = [UInt8](unsafeUninitializedCapacity: Int(PATH_MAX)) { buffer, count in
      let target = UnsafeMutableRawPointer(buffer.baseAddress)?.assumingMemoryBound(to: CChar.self)
      count = target.map { max(readlink(path, $0, buffer.count), 0) } ?? 0
    }
    return bytes.isEmpty ? nil : String(decoding: bytes, as: UTF8.self)
  }
}
