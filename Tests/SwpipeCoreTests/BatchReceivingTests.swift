import SwpipeCore
import Testing

@Suite struct BatchReceivingTests {
  /// What a sender wrote, read back in the order of the parts.
  private static func received(_ layout: BatchLayout, _ bytes: [UInt8]) -> Batch? {
    var rest = bytes[...]
    return Batch.received(layout, budget: nil) { part in
      part.copyBytes(from: rest.prefix(part.count))
      rest = rest.dropFirst(part.count)
    }
  }

  private static func batch(_ texts: [String], nested: Bool = false) throws -> Batch {
    var builder = BatchBuilder()
    builder.begin(
      copying: BatchShape(depth: nested ? 2 : 1, type: .json, separator: 0, source: 3)
    )
    for (number, text) in texts.enumerated() {
      builder.append(utf8: text)
      builder.endElement { Int64(number * 10 + $0) }
    }
    let batch = builder.freeze()
    return try #require(batch)
  }

  private static func texts(_ batch: Batch) -> [String] {
    let slice = Slice(batch, 0..<batch.count)
    return slice.range.map { position in
      slice.withElement(position) { span in
        span.withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
      }
    }
  }

  @Test(arguments: [0..<4, 1..<3, 3..<4], [false, true])
  func `a part of a batch arrives as it was sent`(_ range: Range<Int>, _ nested: Bool) throws {
    let batch = try Self.batch(["a", "", "ccc", "dd"], nested: nested)
    let slice = Slice(batch, range)
    var bytes: [UInt8] = []
    slice.appendParts(to: &bytes)
    let received = try #require(Self.received(slice.layout, bytes))
    #expect(Self.texts(received) == Array(Self.texts(batch)[range]))
    let copy = Slice(received, 0..<received.count)
    for (position, original) in range.enumerated() {
      #expect(copy.elementIndex(position) == slice.elementIndex(original))
    }
    #expect(copy.shape == slice.shape)
  }

  @Test func `indices that count up need no list`() throws {
    var builder = BatchBuilder()
    builder.begin(source: 0, firstIndex: 40, type: .text)
    for text in ["a", "b", "c"] {
      builder.append(utf8: text)
      builder.endElement()
    }
    let frozen = builder.freeze()
    let batch = try #require(frozen)
    let slice = Slice(batch, 1..<3)
    #expect(!slice.layout.isListed)
    var bytes: [UInt8] = []
    slice.appendParts(to: &bytes)
    let received = try #require(Self.received(slice.layout, bytes))
    #expect(Slice(received, 0..<2).elementIndex(1).numbers == [42])
  }

  @Test(arguments: [0, 1, 2, 3, 255])
  func `ends that are none are refused`(_ wrong: Int) throws {
    let batch = try Self.batch(["a", "b"])
    let slice = Slice(batch, 0..<2)
    var bytes: [UInt8] = []
    slice.appendParts(to: &bytes)
    let layout = slice.layout
    let place = layout.byteCount
    let right = bytes[place]
    bytes[place] = UInt8(wrong)
    #expect((Self.received(layout, bytes) != nil) == (wrong == right || wrong == 2 || wrong == 0))
  }

  @Test func `layouts that are none are refused before anything is read`() throws {
    let batch = try Self.batch(["a"])
    let good = withExtendedLifetime(batch) { Slice(batch, 0..<1).layout }
    for change: (inout BatchLayout) -> Void in [
      { $0.count = 0 }, { $0.count = -1 }, { $0.byteCount = 0 }, { $0.byteCount = 1 << 40 },
      { $0.shape.depth = 0 }, { $0.shape.depth = 1 << 20 },
    ] {
      var layout = good
      change(&layout)
      #expect(Batch.received(layout, budget: nil) { _ in Issue.record("read") } == nil)
    }
  }
}
