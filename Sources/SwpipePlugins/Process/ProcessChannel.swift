private import Glibc
package import SwpipeCore
internal import SwpipeSystem

/// A plugin's process and the bytes to and from it; belongs to one thread.
package final class ProcessChannel {
  /// What happened first.
  package enum Event {
    case received
    case sent
    case timedOut
    case stopped
    /// Nothing more comes.
    case ended
    /// It reads no more.
    case deaf
    /// The bell rang.
    case rung
  }

  package let child: any Child
  package let received = ReceiveBuffer()
  /// What is to be sent.
  package var pending: [UInt8] = []
  private var sentBytes = 0
  /// Whether it can be sent something.
  private(set) var isInputOpen = true
  private let stop: Int32

  /// `stop` polls as readable once the run stops.
  package init(_ child: any Child, stop: Int32) {
    self.child = child
    self.stop = stop
  }

  /// The bytes that the process has not been given.
  package var unsentCount: Int { pending.count - sentBytes }

  /// Sends what the pipe takes.
  ///
  /// Where the process reads no more that is nothing; `wait` says so once all its answers were read.
  package func flush() {
    while unsentCount > 0 {
      let count = pending.withUnsafeBytes { bytes in
        Glibc.write(child.input, bytes.baseAddress.map { $0 + sentBytes }, unsentCount)
      }
      if count > 0 {
        sentBytes += count
      } else if errno == EAGAIN {
        break
      } else if errno != EINTR {
        sentBytes = pending.count
      }
    }
    if unsentCount == 0 {
      pending.removeAll(keepingCapacity: pending.capacity <= 1 << 20)
      sentBytes = 0
    }
  }

  /// Waits until something came, or something could be sent, or the time is over; at once where there
  /// is something already.
  ///
  /// `deadline` is a moment of the monotonic clock; `bell` is a descriptor that ends the wait when it is
  /// readable. With `heedsStop`, also until the run stops.
  package func wait(until deadline: Int64?, bell: Int32 = -1, heedsStop: Bool = true) -> Event {
    if let isOpen = received.read(child.output) { return isOpen ? .received : .ended }
    var wait = DescriptorWait(process: child.descriptor)
    wait.input = child.output
    wait.output = isInputOpen ? child.input : -1
    wait.writes = unsentCount > 0
    wait.stop = heedsStop ? stop : -1
    wait.bell = bell
    guard let ready = try? wait.wait(until: deadline) else { return .ended }
    if ready.contains(.stopped) { return .stopped }
    if ready.contains(.readable) {
      guard let isOpen = received.read(child.output) else { return .sent }
      return isOpen ? .received : .ended
    }
    if ready.contains(.writable) {
      flush()
      return .sent
    }
    if ready.contains(.ended) { return .ended }
    if ready.contains(.deaf) { return .deaf }
    if ready.contains(.rung) { return .rung }
    return .timedOut
  }

  /// Whether there is nothing to read now, not even its end.
  var isQuiet: Bool { isQuiet(for: 0) }

  /// The same for so many nanoseconds.
  func isQuiet(for nanoseconds: Int64) -> Bool {
    var wait = DescriptorWait()
    wait.input = child.output
    let ready = try? wait.wait(nanoseconds: nanoseconds)
    return ready?.contains(.readable) != true
  }

  /// Whether the process has taken all that it was sent.
  var hasReadAll: Bool {
    unsentCount == 0 && (!isInputOpen || PipeContent.unreadBytes(child.input) == 0)
  }

  /// Waits a moment for the end of a process that has closed its pipes, so that how it ended can be
  /// said.
  ///
  /// Whether it has ended.
  func awaitEnd() -> Bool {
    DescriptorWait.forEnd(of: child.descriptor, nanoseconds: ProcessChannel.endGrace)
  }

  /// Nanoseconds between the last word of a process and its end.
  private static let endGrace: Int64 = 250_000_000

  /// Closes its standard input, once all that is pending was sent or cannot be.
  package func closeInput() {
    guard isInputOpen else { return }
    isInputOpen = false
    child.closeInput()
  }
}
