private import CLinux
private import Glibc
internal import SwpipeCore
internal import Synchronization

/// Sends whole frames through a socket, from any thread.
final class FrameSender: Sendable {
  private let socket: Int32
  /// The other side as a process, whose end also ends a wait; -1 where that is not known.
  private let process: Int32
  private let turn = Lock<Void>(())

  init(socket: Int32, process: Int32 = -1) {
    self.socket = socket
    self.process = process
  }

  /// Waits until all of it is on its way.
  func send(_ frame: FrameWriter) throws(FrameLoss) {
    let isSent = turn.withLock { _ in frame.bytes.withUnsafeBytes { sendAll($0) } }
    if !isSent { throw .ended }
  }

  private func sendAll(_ bytes: UnsafeRawBufferPointer) -> Bool {
    var rest = bytes
    while !rest.isEmpty {
      let flags = Int(MSG_NOSIGNAL) | Int(MSG_DONTWAIT)
      let count = Glibc.send(socket, rest.baseAddress, rest.count, Int32(flags))
      if count > 0 {
        rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(count))
      } else if errno == EAGAIN {
        if swp_wait_child(socket, true, process, -1) != 1 { return false }
      } else if errno != EINTR {
        return false
      }
    }
    return true
  }
}
