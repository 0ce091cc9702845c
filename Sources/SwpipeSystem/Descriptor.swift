private import CLinux
private import Glibc

/// An open file descriptor that is closed with its owner.
package struct Descriptor: ~Copyable, Sendable {
  /// For calls; closed when the owner lets go of it.
  package let number: Int32

  package init(_ number: Int32) {
    self.number = number
  }

  deinit {
    Glibc.close(number)
  }

  /// Leaves it open, for somebody who closes it.
  package consuming func release() -> Int32 {
    let number = number
    discard self
    return number
  }

  /// Another descriptor of the same file, close-on-exec and above 3.
  package borrowing func duplicate() throws(SystemError) -> Descriptor {
    let copy = fcntl(number, F_DUPFD_CLOEXEC, 4)
    guard copy >= 0 else { throw .last }
    return Descriptor(copy)
  }

  // MARK: Files

  /// Opens a file, close-on-exec; `mode` is for one that is made.
  package static func open(_ path: String, _ flags: Int32, mode: UInt32 = 0) throws(SystemError)
    -> Descriptor
  {
    let number = swp_open(path, flags, mode)
    guard number >= 0 else { throw SystemError(-number) }
    return Descriptor(number)
  }

  /// A file without a name in a directory, to read and write.
  package static func temporaryFile(in directory: String) throws(SystemError) -> Descriptor {
    let number = swp_temporary_file(directory)
    guard number >= 0 else { throw SystemError(-number) }
    return Descriptor(number)
  }

  // MARK: Pairs

  /// Two descriptors that belong together.
  package struct Pair: ~Copyable {
    package let first: Descriptor
    package let second: Descriptor

    fileprivate init(_ make: (UnsafeMutablePointer<Int32>) -> Int32) throws(SystemError) {
      var numbers: (Int32, Int32) = (-1, -1)
      let code = withUnsafeMutablePointer(to: &numbers) { pair in
        pair.withMemoryRebound(to: Int32.self, capacity: 2) { make($0) }
      }
      guard code >= 0 else { throw SystemError(-code) }
      first = Descriptor(numbers.0)
      second = Descriptor(numbers.1)
    }

    /// Leaves both open, for somebody who closes them.
    package consuming func release() -> (first: Int32, second: Int32) {
      (first.release(), second.release())
    }
  }

  /// A pipe: the first end is read, the second one written; both are close-on-exec and above 3.
  package static func pipe() throws(SystemError) -> Pair {
    try Pair { swp_pipe($0) }
  }

  /// A connected pair of stream sockets, close-on-exec and above 3.
  package static func socketPair() throws(SystemError) -> Pair {
    try Pair { swp_socket_pair($0) }
  }

  /// Makes our end of a pipe non-blocking, and has it hold so many bytes where the system lets it.
  package static func tunePipe(_ number: Int32, capacity: Int32) {
    swp_tune_pipe(number, capacity)
  }

  // MARK: Bytes

  /// Reads once into memory, and again where a signal came in between: the bytes read, 0 at the end.
  package static func read(_ number: Int32, into target: UnsafeMutableRawBufferPointer)
    throws(SystemError) -> Int
  {
    while true {
      let count = Glibc.read(number, target.baseAddress, target.count)
      if count >= 0 { return count }
      if errno != EINTR { throw .last }
    }
  }

  /// Writes all of a text, waiting as long as that takes.
  package static func writeAll(_ number: Int32, _ text: String) throws(SystemError) {
    var text = text
    // The text's own method cannot throw a typed error.
    let written: Result<Void, SystemError> = text.withUTF8 { bytes in
      Result { () throws(SystemError) in try writeAll(number, UnsafeRawBufferPointer(bytes)) }
    }
    try written.get()
  }

  /// Writes all of some bytes, waiting as long as that takes.
  package static func writeAll(_ number: Int32, _ bytes: UnsafeRawBufferPointer)
    throws(SystemError)
  {
    var rest = bytes
    while !rest.isEmpty {
      let count = Glibc.write(number, rest.baseAddress, rest.count)
      if count >= 0 {
        rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(count))
      } else if errno != EINTR {
        throw .last
      }
    }
  }
}
