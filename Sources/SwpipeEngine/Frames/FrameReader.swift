private import Glibc
internal import SwpipeCore

/// Reads frames from a socket or a file, field by field; belongs to one thread.
final class FrameReader {
  /// The moment at which a wait is given up, on the monotonic clock.
  var deadline: Int64?
  private let descriptor: Int32
  private let peer: WorkerPeer?
  /// What goes on sending while this waits.
  private let sender: FrameSender?
  private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)
  private var start = 0
  private var end = 0

  /// Reads what the other side of a socket sends; the end of its process also ends a wait, during which
  /// what `sender` was given to send ahead goes on its way.
  init(_ peer: WorkerPeer, sender: FrameSender? = nil) {
    descriptor = peer.socket
    self.peer = peer.process == nil ? nil : peer
    self.sender = sender
  }

  /// The same where nothing is known of the other side.
  convenience init(socket: Int32) {
    self.init(WorkerPeer(socket: socket))
  }

  /// Reads what was written to a file, from where it is read now.
  init(file descriptor: Int32) {
    self.descriptor = descriptor
    peer = nil
    sender = nil
  }

  deinit {
    buffer.deallocate()
  }

  /// Fills the target, waiting as long as it takes.
  func read(into target: UnsafeMutableRawBufferPointer) throws(FrameLoss) {
    var rest = target
    while !rest.isEmpty {
      if start < end {
        let count = min(end - start, rest.count)
        rest.copyMemory(from: UnsafeRawBufferPointer(rebasing: buffer[start..<start + count]))
        start += count
        rest = UnsafeMutableRawBufferPointer(rebasing: rest.dropFirst(count))
      } else if rest.count >= buffer.count {
        let count = try receive(into: rest)
        rest = UnsafeMutableRawBufferPointer(rebasing: rest.dropFirst(count))
      } else {
        start = 0
        end = 0
        end = try receive(into: buffer)
      }
    }
  }

  private func receive(into target: UnsafeMutableRawBufferPointer) throws(FrameLoss) -> Int {
    while true {
      // Where there is something already, the wait would only cost a system call.
      let count =
        if peer == nil {
          Glibc.read(descriptor, target.baseAddress, target.count)
        } else {
          recv(descriptor, target.baseAddress, target.count, Int32(MSG_DONTWAIT))
        }
      if count > 0 { return count }
      if count < 0, errno == EAGAIN, let peer {
        try peer.waitToRead(until: deadline, sending: sender)
      } else if count == 0 || errno != EINTR {
        throw .ended
      }
    }
  }

  // MARK: Fields

  func kind() throws(FrameLoss) -> FrameKind {
    guard let kind = FrameKind(rawValue: try byte()) else { throw .garbled }
    return kind
  }

  func byte() throws(FrameLoss) -> UInt8 {
    if start < end {
      defer { start += 1 }
      return buffer[start]
    }
    var byte: UInt8 = 0
    try withUnsafeMutableBytes(of: &byte) { (bytes) throws(FrameLoss) in try read(into: bytes) }
    return byte
  }

  func flag() throws(FrameLoss) -> Bool {
    try byte() != 0
  }

  func long() throws(FrameLoss) -> Int64 {
    var number: Int64 = 0
    try withUnsafeMutableBytes(of: &number) { (bytes) throws(FrameLoss) in try read(into: bytes) }
    return number
  }

  func number() throws(FrameLoss) -> Int {
    Int(try long())
  }

  /// How many of something follow.
  func count() throws(FrameLoss) -> Int {
    let count = try number()
    guard count >= 0, count < Int(UInt32.max) else { throw .garbled }
    return count
  }

  func data() throws(FrameLoss) -> [UInt8] {
    var rest = try count()
    var data: [UInt8] = []
    // In pieces, so that a damaged count takes no memory before the bytes are there.
    while rest > 0 {
      let size = min(rest, 1 << 20)
      let first = data.count
      data.append(contentsOf: repeatElement(0, count: size))
      // The array's own method cannot throw a typed error.
      let result: Result<Void, FrameLoss> = data.withUnsafeMutableBytes { bytes in
        Result { () throws(FrameLoss) in
          try read(into: UnsafeMutableRawBufferPointer(rebasing: bytes[first...]))
        }
      }
      try result.get()
      rest -= size
    }
    return data
  }

  func text() throws(FrameLoss) -> String {
    String(decoding: try data(), as: UTF8.self)
  }

  func batch(budget: MemoryBudget?) throws(FrameLoss) -> Batch {
    let (count, byteCount) = (try count(), try count())
    let (firstIndex, isListed, depth) = (try long(), try flag(), try self.count())
    guard let type = ElementType(rawValue: try text()) else { throw .garbled }
    let (separator, source) = (try byte(), try number())
    let layout = BatchLayout(
      count: count,
      byteCount: byteCount,
      firstIndex: firstIndex,
      isListed: isListed,
      shape: BatchShape(depth: depth, type: type, separator: separator, source: source)
    )
    let batch = try Batch.received(layout, budget: budget) { (part) throws(FrameLoss) in
      try read(into: part)
    }
    guard let batch else { throw .garbled }
    return batch
  }

  func optional<Value>(_ read: (FrameReader) throws(FrameLoss) -> Value)
    throws(FrameLoss) -> Value?
  {
    try flag() ? try read(self) : nil
  }

  func list<Value>(_ read: (FrameReader) throws(FrameLoss) -> Value)
    throws(FrameLoss) -> [Value]
  {
    var values: [Value] = []
    for _ in 0..<(try count()) { values.append(try read(self)) }
    return values
  }
}
