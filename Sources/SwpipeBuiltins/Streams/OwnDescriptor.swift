/// Paths that name a descriptor which the process has already.
///
/// They are written through that descriptor: opened anew, a regular file behind it would be
/// overwritten from its start, or renamed away.
enum OwnDescriptor {
  /// The descriptor that a path names; nil if it is another path.
  static func number(_ path: String) -> Int32? {
    switch path {
    case "/dev/stdout": return 1
    case "/dev/stderr": return 2
    default:
      for prefix in ["/dev/fd/", "/proc/self/fd/"] where path.hasPrefix(prefix) {
        return Int32(path.dropFirst(prefix.count))
      }
      return nil
    }
  }
}
