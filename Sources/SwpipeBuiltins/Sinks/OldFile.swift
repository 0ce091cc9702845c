internal import Glibc

/// What a file that is replaced has beside its contents, for the one that takes its place.
struct OldFile {
  private let mode: mode_t
  private let owner: uid_t
  private let group: gid_t

  init(_ status: stat) {
    mode = status.st_mode
    owner = status.st_uid
    group = status.st_gid
  }

  /// Gives a new file the old one's owner and group, as far as the user may, and its permissions.
  ///
  /// Not its setuid and setgid bits: what was written since is another program.
  func lend(to descriptor: Int32) {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { return }
    if status.st_uid != owner || status.st_gid != group,
      fchown(descriptor, owner, group) != 0, status.st_gid != group
    {
      _ = fchown(descriptor, uid_t.max, group)
    }
    fchmod(descriptor, mode & 0o1777)
  }
}
