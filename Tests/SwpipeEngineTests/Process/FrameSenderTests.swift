import Glibc
import SwpipeCore
import SwpipeSystem
import Testing

@testable import SwpipeEngine

@Suite struct FrameSenderTests {
  private static func frame(_ byte: UInt8, _ count: Int) -> FrameWriter {
    var frame = FrameWriter(.log)
    frame.put(Array(repeating: byte, count: count))
    return frame
  }

  /// Reads what `frame` wrote; the byte that it consists of.
  private static func read(_ reader: FrameReader, _ count: Int) throws -> UInt8? {
    guard try reader.kind() == .log else { return nil }
    let data = try reader.data()
    return data.count == count && Set(data).count == 1 ? data[0] : nil
  }

  @Test func `what finds no room when it is sent ahead goes later, and in order`() throws {
    let (ours, theirs) = try Descriptor.socketPair().release()
    defer { close(ours) }
    let sender = FrameSender(socket: ours)
    let size = 4 << 20
    try sender.sendAhead(Self.frame(1, size))
    #expect(sender.hasUnsent)
    try sender.sendAhead(Self.frame(2, 10))
    let isDone = Futex()
    _ = try WorkerThread(name: "sender", events: Parker()) {
      try? sender.send(Self.frame(3, 20))
      isDone.open()
    }
    let reader = FrameReader(socket: theirs)
    defer { close(theirs) }
    #expect(try Self.read(reader, size) == 1)
    #expect(try Self.read(reader, 10) == 2)
    #expect(try Self.read(reader, 20) == 3)
    isDone.wait()
    #expect(!sender.hasUnsent)
  }
}
