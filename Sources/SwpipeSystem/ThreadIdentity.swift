private import CLinux

/// What threads are called.
package enum ThreadIdentity {
  /// The kernel's number of the calling thread.
  package static var current: Int32 { swp_gettid() }

  /// Names the calling thread for debuggers and /proc, which see the first 15 bytes.
  ///
  /// Another thread could not do it: one that nobody joins may have ended meanwhile, and its memory be
  /// gone.
  package static func name(_ text: String) {
    var bytes = text.utf8.prefix(15)
    while !bytes.isEmpty, String(bytes) == nil { bytes = bytes.dropLast() }
    swp_name_thread(String(bytes) ?? "")
  }
}
