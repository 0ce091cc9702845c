private import Glibc

/// The descriptors that a process is started with; the process gets nothing else of ours.
package struct ChildStreams: ~Copyable {
  /// One of its standard streams.
  package enum Stream: ~Copyable, Sendable {
    /// /dev/null; as `control` nothing at all.
    case null
    /// This process's standard error.
    case standardError
    /// A descriptor above 3, which is closed here once the process has it.
    case descriptor(Descriptor)

    var number: Int32 {
      switch self {
      case .null: -1
      case .standardError: STDERR_FILENO
      case .descriptor(let descriptor): descriptor.number
      }
    }
  }

  package var input = Stream.null
  package var output = Stream.null
  package var errors = Stream.standardError
  /// Its descriptor 3, if any; not for programs behind a guard.
  package var control = Stream.null

  package init() {}
}
