private import Glibc

/// Writes whole texts to a descriptor.
enum FileDescriptor {
  /// The error number of the first write that failed, or nil.
  static func write(_ text: String, to descriptor: Int32) -> Int32? {
    var text = text
    return text.withUTF8 { write(UnsafeRawBufferPointer($0), to: descriptor) }
  }

  /// The same for bytes.
  static func write(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) -> Int32? {
    var rest = bytes
    while !rest.isEmpty {
      let count = Glibc.write(descriptor, rest.baseAddress, rest.count)
      if count < 0 {
        switch errno {
        case EINTR: continue
        // Whoever started us may have made its end non-blocking, and may still need it so.
        case EAGAIN:
          var request = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
          _ = poll(&request, 1, -1)
        default: return errno
        }
        continue
      }
      rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(count))
    }
    return nil
  }

  static func isTerminal(_ descriptor: Int32) -> Bool { isatty(descriptor) == 1 }

  /// Whether colours go there: a terminal, unless NO_COLOR or a dumb one says otherwise.
  static func showsColour(_ descriptor: Int32) -> Bool {
    guard isTerminal(descriptor) else { return false }
    if let value = getenv("NO_COLOR"), value.pointee != 0 { return false }
    guard let kind = getenv("TERM") else { return true }
    return strcmp(kind, "dumb") != 0
  }
}
