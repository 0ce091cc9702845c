private import CLinux

/// What is in a pipe.
package enum PipeContent {
  /// The bytes that nobody has read yet, by the descriptor of either end; nil where that is none.
  package static func unreadBytes(_ descriptor: Int32) -> Int? {
    let count = swp_unread_bytes(descriptor)
    return count < 0 ? nil : Int(count)
  }
}
