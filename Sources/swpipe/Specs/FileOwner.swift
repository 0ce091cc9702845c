private import Glibc
internal import SwpipeCore

/// Whose a file is.
enum FileOwner {
  /// Whether a file belongs to neither this user, nor the one who used `sudo`, nor root; never standard input.
  ///
  /// As git does it for the folders whose hooks it runs (docs/decisions has the reason).
  static func isForeign(_ path: String) -> Bool {
    var status = stat()
    guard path != "-", stat(path, &status) == 0 else { return false }
    let mine = geteuid()
    if status.st_uid == mine || status.st_uid == 0 { return false }
    guard mine == 0, let caller = getenv("SUDO_UID") else { return true }
    return UInt32(String(cString: caller)) != status.st_uid
  }
}
