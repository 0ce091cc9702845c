private import CLinux
package import Glibc

/// What threads are called.
package enum ThreadIdentity {
  /// The kernel's number of the calling thread.
  package static var current: Int32 { swp_gettid() }

  /// Names a thread for debuggers and /proc, which see the first 15 bytes.
  package static func name(_ thread: pthread_t, _ text: String) {
    var bytes = text.utf8.prefix(15)
    while !bytes.isEmpty, String(bytes) == nil { bytes = bytes.dropLast() }
    swp_name_thread(thread, String(bytes) ?? "")
  }
}
