private import Glibc
internal import SwpipeCore
internal import Synchronization

/// Sends whole frames through a socket, from any thread.
final class FrameSender: Sendable {
  private let peer: WorkerPeer
  /// What did not fit when it was sent ahead, which goes before anything else.
  private let unsent = Lock<ArraySlice<UInt8>>([])

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
    try unsent.withLock { (unsent) throws(FrameLoss) in
      _ = try send(unsent, waits: true)
      unsent = []
      _ = try send(frame.bytes[...], waits: true)
    }
  }

  /// Sends what there is room for; the rest goes with `flush`, or before the next frame.
  ///
  /// It does not wait, because the other side may be waiting itself until somebody reads what it sends.
  func sendAhead(_ frame: FrameWriter) throws(FrameLoss) {
    try unsent.withLock { (unsent) throws(FrameLoss) in
      unsent += frame.bytes
      unsent = try send(unsent, waits: false)
    }
  }

  /// Whether something is left of what was sent ahead.
  var hasUnsent: Bool { unsent.withLock { !$0.isEmpty } }

  /// Sends more of what was sent ahead, as far as there is room.
  func flush() throws(FrameLoss) {
    try unsent.withLock { (unsent) throws(FrameLoss) in
      unsent = try send(unsent, waits: false)
    }
  }

  /// Sends bytes; what is left of them where it does not wait for room.
  private func send(_ bytes: ArraySlice<UInt8>, waits: Bool) throws(FrameLoss) -> ArraySlice<UInt8>
  {
    let sent: Result<Int, FrameLoss> = bytes.withUnsafeBytes { bytes in
      Result { () throws(FrameLoss) in try send(bytes, waits: waits) }
    }
    return bytes.dropFirst(try sent.get())
  }

  private func send(_ bytes: UnsafeRawBufferPointer, waits: Bool) throws(FrameLoss) -> Int {
    var rest = bytes
    while !rest.isEmpty {
      let flags = Int(MSG_NOSIGNAL) | Int(MSG_DONTWAIT)
      let count = Glibc.send(peer.socket, rest.baseAddress, rest.count, Int32(flags))
      if count > 0 {
        rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(count))
      } else if errno == EAGAIN {
        guard waits else { break }
        try peer.waitToWrite()
      } else if errno != EINTR {
        throw .ended
      }
    }
    return bytes.count - rest.count
  }
}
