private import CLinux

/// A wait for the first of several descriptors, each in a role of its own; those that are -1 are not
/// waited for.
package struct DescriptorWait: Sendable {
  /// What has come; empty where the time was over first.
  package struct Events: OptionSet, Sendable {
    package let rawValue: Int32

    package init(rawValue: Int32) {
      self.rawValue = rawValue
    }

    /// `input` has something to read, or is at its end.
    package static let readable = Events(rawValue: 1)
    /// `output` takes something.
    package static let writable = Events(rawValue: 2)
    /// `process` has ended.
    package static let ended = Events(rawValue: 4)
    /// `stop` is readable.
    package static let stopped = Events(rawValue: 8)
    /// `bell` is readable.
    package static let rung = Events(rawValue: 16)
    /// Nobody reads what is written to `output`.
    package static let deaf = Events(rawValue: 32)
  }

  /// Is waited for until it has something to read.
  package var input: Int32 = -1
  /// Is waited for until it has lost its reader, and where `writes` until it takes something.
  package var output: Int32 = -1
  /// Whether there is something to write to `output`.
  package var writes = false
  /// The process descriptor of a process whose end ends the wait.
  package var process: Int32 = -1
  /// Readable once the run stops.
  package var stop: Int32 = -1
  /// Readable when somebody wants the waiting thread to look after something else.
  package var bell: Int32 = -1

  package init() {}

  /// Waits for the end of a process alone.
  package init(process: Int32) {
    self.process = process
  }

  /// Waits no longer than so many nanoseconds; without a limit where that is nil.
  ///
  /// Signals do not end it. Throws where the system cannot wait.
  package func wait(nanoseconds: Int64?) throws(SystemError) -> Events {
    let limit = nanoseconds.map { max(0, $0) } ?? -1
    let ready = swp_wait_descriptors(input, output, writes, process, stop, bell, limit)
    guard ready >= 0 else { throw SystemError(-ready) }
    return Events(rawValue: ready)
  }

  /// The same until a moment of the monotonic clock.
  package func wait(until moment: Int64?) throws(SystemError) -> Events {
    try wait(nanoseconds: moment.map { $0 - MonotonicClock.now })
  }

  /// Waits until a process has ended; false where the time was over first, or nobody can tell.
  package static func forEnd(of process: Int32, nanoseconds: Int64?) -> Bool {
    guard process >= 0 else { return false }
    let events = try? DescriptorWait(process: process).wait(nanoseconds: nanoseconds)
    return events?.contains(.ended) ?? false
  }

  /// Waits for nothing but the time.
  package static func pause(nanoseconds: Int64) {
    _ = try? DescriptorWait().wait(nanoseconds: nanoseconds)
  }
}
