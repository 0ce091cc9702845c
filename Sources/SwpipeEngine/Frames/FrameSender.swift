private import Glibc
internal import SwpipeCore
internal import Synchronization

/// Sends whole frames through a socket, from any thread.
final class FrameSender: Sendable {
  private let peer: WorkerPeer
  private let turn = Lock<Void>(())

  /// Sends to the other side of a socket; the end of its process also ends a wait.
  init(_ peer: WorkerPeer) {
    self.peer = peer
  }

  /// The same where nothing is known of the other side.
  convenience init(socket: Int32) {
    self.init(WorkerPeer(socket: socket))
  }

  /// Waits until all of it is on its way.
  func send(_ frame: FrameWriter) throws(FrameLoss) {
    try turn.withLock { (_) throws(FrameLoss) in
      let sent: Result<Void, FrameLoss> = frame.bytes.withUnsafeBytes { bytes in
        Result { () throws(FrameLoss) in try sendAll(bytes) }
      }
      try sent.get()
    }
  }

  private func sendAll(_ bytes: UnsafeRawBufferPointer) throws(FrameLoss) {
    var rest = bytes
    while !rest.isEmpty {
      let flags = Int(MSG_NOSIGNAL) | Int(MSG_DONTWAIT)
      let count = Glibc.send(peer.socket, rest.baseAddress, rest.count, Int32(flags))
      if count > 0 {
        rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(count))
      } else if errno == EAGAIN {
        try peer.waitToWrite()
      } else if errno != EINTR {
        throw .ended
      }
    }
  }
}
