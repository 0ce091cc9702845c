private import Glibc
internal import SwpipeCore
internal import SwpipeSystem
internal import Synchronization

/// Lets one source wait for its input, and wakes it when the run wants no more of it.
///
/// While it waits it also watches outputs whose reader may go away: a filter on a silent input must
/// still end when its output is closed.
final class SourceStop: Readiness {
  /// Why the source is to end.
  private enum Reason {
    static let none: UInt8 = 0
    /// Nobody wants more of it.
    static let unwanted: UInt8 = 1
    /// The run ends, whatever it has left to give.
    static let cutShort: UInt8 = 2
  }

  private let reason = Atomic<UInt8>(Reason.none)
  private let event: EventDescriptor
  private let watched: [Int32]
  private let outputClosed: @Sendable () -> Void
  /// Where the source's thread waits for room.
  private let parker = Lock<Parker?>(nil)

  init(watching watched: [Int32], outputClosed: @escaping @Sendable () -> Void)
    throws(RunFailure)
  {
    do throws(SystemError) {
      event = try EventDescriptor()
    } catch {
      throw RunFailure(.resource, "an event descriptor could not be made: \(error.words)")
    }
    self.watched = watched
    self.outputClosed = outputClosed
  }

  var isStopped: Bool { reason.load(ordering: .relaxed) != Reason.none }
  /// Whether the run's end came before the source's own, and before nobody wanted more of it.
  var isCutShort: Bool { reason.load(ordering: .relaxed) == Reason.cutShort }

  /// Has a thread woken that hands on what the source gave, so that it looks whether it should.
  func wakes(_ parker: Parker) {
    self.parker.withLock { $0 = parker }
  }

  /// Asks the source to end: it is cut short, or nobody wants more of it.
  ///
  /// Any thread may call it, more than once; the first call says why.
  func stop(cutsShort: Bool) {
    parker.withLock { $0 }?.unpark()
    let (isFirst, _) = reason.compareExchange(
      expected: Reason.none,
      desired: cutsShort ? Reason.cutShort : Reason.unwanted,
      ordering: .relaxed
    )
    guard isFirst else { return }
    event.signal()
  }

  func waitReadable(_ descriptor: Int32) -> Bool {
    var polled = [
      pollfd(fd: event.number, events: Int16(POLLIN), revents: 0),
      pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0),
    ]
    polled += watched.map { pollfd(fd: $0, events: 0, revents: 0) }
    while !isStopped {
      let ready = poll(&polled, nfds_t(polled.count), -1)
      if ready < 0, errno != EINTR { return true }
      if isStopped { return false }
      if polled.dropFirst(2).contains(where: { Int32($0.revents) & (POLLERR | POLLNVAL) != 0 }) {
        outputClosed()
        return false
      }
      if polled[1].revents != 0 { return true }
    }
    return false
  }
}
