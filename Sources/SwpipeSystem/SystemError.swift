private import Glibc

/// What a system call has against being done: an errno.
package struct SystemError: Error, Hashable, Sendable {
  package var number: Int32

  package init(_ number: Int32) {
    self.number = number
  }

  /// The errno of the last call on this thread.
  package static var last: SystemError { SystemError(errno) }

  /// In words, to stand behind a colon: `no such file or directory`.
  package var words: String {
    let text = String(cString: strerror(number))
    // Only a first word is lower-cased; an abbreviation such as RFS stays.
    guard let first = text.first, text.dropFirst().first?.isLowercase == true else { return text }
    return first.lowercased() + text.dropFirst()
  }
}
