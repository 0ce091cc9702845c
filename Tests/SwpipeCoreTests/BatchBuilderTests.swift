import Testing

@testable import SwpipeCore

struct BatchBuilderTests {
  private func source(_ elements: [String], first: Int = 0) throws -> Batch {
    var builder = BatchBuilder()
    builder.begin(source: 0, firstIndex: Int64(first), type: .text)
    for element in elements {
      builder.append(utf8: element)
      builder.endElement()
    }
    let batch = builder.freeze()
    return try #require(batch)
  }

  private func texts(_ batch: Batch) -> [String] {
    ModelBatch(batch).elements.map { String(decoding: $0, as: UTF8.self) }
  }

  @Test func `elements stand back to back, each with its separator`() throws {
    let batch = try source(["ab", "", "c"])
    #expect(batch.byteCount == 6)
    let all = Slice(batch, 0..<3).withBytes { String(decoding: $0, as: UTF8.self) }
    #expect(all == "ab\n\nc\n")
    let part = Slice(batch, 1..<3).withBytes { String(decoding: $0, as: UTF8.self) }
    #expect(part == "\nc\n")
  }

  @Test func `no elements are no batch, and what is unfinished is forgotten`() throws {
    var builder = BatchBuilder()
    builder.begin(source: 0, firstIndex: 0, type: .text)
    builder.append(utf8: "half")
    #expect(builder.freeze() == nil)
    builder.append(utf8: "whole")
    builder.endElement()
    let batch = builder.freeze()
    #expect(texts(try #require(batch)) == ["whole"])
  }

  @Test func `a source's batches count on`() throws {
    var builder = BatchBuilder()
    builder.begin(source: 0, firstIndex: 10, type: .text)
    for _ in 0..<3 { builder.endElement() }
    #expect(builder.nextIndex == 13)
    let first = builder.freeze()
    builder.endElement()
    let second = builder.freeze()
    #expect(first.map { ModelBatch($0).indices } == [[10], [11], [12]])
    #expect(second.map { ModelBatch($0).indices } == [[13]])
  }

  @Test func `indices stay contiguous until there is a gap`() throws {
    let batch = try source(["a", "b", "c", "d"], first: 5)
    for (verdicts, isListed) in [
      ([true, true, false, false], false), ([true, false, true, true], true),
    ] {
      var builder = BatchBuilder()
      builder.begin(Slice(batch, 0..<4), for: .filter, type: .text)
      for verdict in verdicts {
        builder.decide(verdict)
        builder.position += 1
      }
      let frozen = builder.freeze()
      let output = try #require(frozen)
      #expect((output.indexList != nil) == isListed)
      let expected = zip(verdicts, 5...8).filter { $0.0 }.map { [$0.1] }
      #expect(ModelBatch(output).indices == expected)
    }
  }

  @Test func `a filter that keeps everything says so before it copies`() throws {
    let batch = try source(["a", "b"])
    var builder = BatchBuilder()
    builder.begin(Slice(batch, 0..<2), for: .filter, type: .text)
    builder.decide(true, upTo: 2)
    let keptAll = builder.hasKeptAll(of: Slice(batch, 0..<2))
    #expect(keptAll)
    #expect(builder.byteCount == 0)
    #expect(builder.takeKept() == 2)
    #expect(builder.takeKept() == 0)
  }

  @Test func `what was handed on before is not kept again`() throws {
    let batch = try source(["a", "b", "c"])
    var builder = BatchBuilder()
    builder.begin(Slice(batch, 0..<3), for: .filter, type: .text)
    builder.decide(true)
    builder.position += 1
    let first = builder.freeze()
    builder.decide(true, upTo: 3)
    let keptAll = builder.hasKeptAll(of: Slice(batch, 0..<3))
    #expect(!keptAll)
    let rest = builder.freeze()
    #expect(first.map { texts($0) } == ["a"])
    #expect(rest.map { texts($0) } == ["b", "c"])
  }

  @Test func `a flat_map numbers what it emits for each element, across batches`() throws {
    let batch = try source(["a", "b"], first: 4)
    var builder = BatchBuilder()
    builder.begin(Slice(batch, 0..<2), for: .flatMap, type: .text)
    builder.endElement()
    builder.endElement()
    let first = builder.freeze()
    builder.endElement()
    builder.finishElement()
    builder.endElement()
    let second = builder.freeze()
    #expect(first.map { ModelBatch($0).indices } == [[4, 0], [4, 1]])
    #expect(second.map { ModelBatch($0).indices } == [[4, 2], [5, 0]])
  }

  @Test func `a nearly empty arena is copied, a well filled one handed over`() throws {
    var builder = BatchBuilder()
    builder.begin(source: 0, firstIndex: 0, type: .text)
    builder.reserve(byteCapacity: 1 << 16)
    let arena = builder.bytes
    builder.append(utf8: "little")
    builder.endElement()
    let small = builder.freeze()
    #expect(builder.bytes == arena)
    #expect(small.map { $0.bytes != arena } == true)
    let much = String(repeating: "x", count: 60_000)
    builder.append(utf8: much)
    builder.endElement()
    let large = builder.freeze()
    #expect(large?.bytes == arena)
    #expect(builder.bytes == nil)
    #expect(small.map { texts($0) } == ["little"])
    #expect(large.map { texts($0) } == [much])
  }

  @Test func `the arena after one that was handed over has its size at once`() throws {
    var builder = BatchBuilder()
    builder.begin(source: 0, firstIndex: 0, type: .text)
    builder.append(utf8: "a")
    #expect(builder.byteCapacity < 512)
    for _ in 0..<1000 {
      builder.append(utf8: String(repeating: "x", count: 99))
      builder.endElement()
    }
    let frozen = builder.freeze()
    let first = try #require(frozen)
    #expect(builder.bytes == nil)
    builder.append(utf8: "b")
    builder.endElement()
    #expect(builder.byteCapacity >= first.byteCount)
    #expect(builder.byteCapacity < first.byteCount * 5 / 4)
    #expect(builder.endsCapacity >= first.count)
    // One element is a copy of its own size all the same.
    let arena = builder.bytes
    let second = builder.freeze()
    #expect(second?.byteCount == 2)
    #expect(builder.bytes == arena)
  }

  @Test func `rolling back drops the unfinished element alone`() throws {
    var builder = BatchBuilder()
    builder.begin(source: 0, firstIndex: 0, type: .text)
    builder.append(utf8: "a")
    builder.endElement()
    builder.append(utf8: "gone")
    builder.rollBack()
    builder.append(utf8: "b")
    builder.endElement()
    let batch = builder.freeze()
    #expect(texts(try #require(batch)) == ["a", "b"])
  }

  @Test func `a builder is full at its soft limits and goes on all the same`() throws {
    let batch = try source(["a"])
    var builder = BatchBuilder()
    builder.softByteLimit = 4
    builder.softCountLimit = 2
    builder.begin(Slice(batch, 0..<1), for: .flatMap, type: .text)
    builder.endElement()
    #expect(builder.isFull == false)
    builder.endElement()
    #expect(builder.isFull == true)
    _ = builder.freeze()
    #expect(builder.isFull == false)
    builder.append(utf8: "long enough")
    #expect(builder.isFull == true)
    builder.endElement()
    let output = builder.freeze()
    #expect(texts(try #require(output)) == ["long enough"])
  }

  @Test func `an element that is held fills the builder by its own size alone`() throws {
    let batch = try source(["a", "b"])
    var builder = BatchBuilder()
    builder.holdsElements = true
    builder.softByteLimit = 4
    builder.heldByteLimit = 3 * (2 + 4 + 2 * 8)
    builder.begin(Slice(batch, 0..<2), for: .flatMap, type: .text)
    builder.append(utf8: "x")
    builder.endElement()
    builder.finishElement()
    for isFull in [false, false, true] {
      builder.append(utf8: "y")
      builder.endElement()
      #expect(builder.isHolding == true)
      #expect(builder.isFull == isFull)
    }
    #expect(builder.finishedCount == 1)
    let frozen = builder.freeze()
    let output = try #require(frozen)
    let finished = try #require(output.copy(0..<1, budget: nil))
    #expect(texts(finished) == ["x"])
    // What follows belongs to the same element, and nothing more is wanted once that is done.
    builder.endsAfterElement = true
    #expect(builder.isFull == false)
    builder.append(utf8: "z")
    builder.endElement()
    #expect(builder.isFull == false)
    builder.finishElement()
    #expect(builder.isFull == true)
    let last = builder.freeze()
    let rest = try #require(last)
    #expect(Slice(rest, 0..<1).elementIndex(0) == ElementIndex([1, 3]))
  }

  @Test func `a slice is cut where a part is large enough`() throws {
    let batch = try source(["12345", "1", "1", "123456789012345678901234567890", "1"])
    let slice = Slice(batch, 0..<5)
    // An element takes its bytes, a separator, an end of 4 bytes and an index of 8.
    #expect(slice.end(from: 0, fitting: 1) == 1)
    #expect(slice.end(from: 0, fitting: 18 + 14) == 2)
    #expect(slice.end(from: 1, fitting: 18 + 14) == 3)
    #expect(slice.end(from: 3, fitting: 20) == 4)
    #expect(slice.end(from: 0, fitting: 1000) == 5)
  }

  @Test func `a batch knows which of its parts are worth holding it for`() throws {
    let batch = try source(["1", "2", "3", "4", "5", "6", "7", "8"])
    #expect(batch.isWellFilled(by: 0..<2))
    #expect(!batch.isWellFilled(by: 6..<7))
    #expect(!batch.isWellFilled(by: 3..<3))
  }
}
