import Glibc
import SwpipeCore
import Testing

@testable import SwpipeEngine

@Suite(.timeLimit(.minutes(5)))
struct SorterTests {
  private struct Element: Equatable {
    var text: String
    var index: ElementIndex
    var input: Int
    var arrival: Int

    static func precedes(_ a: Element, _ b: Element) -> Bool {
      if a.index != b.index { return a.index < b.index }
      return a.input == b.input ? a.arrival < b.arrival : a.input < b.input
    }
  }

  /// What a merge gives, as the sort worker reads it.
  private func drain(_ sorter: Sorter) throws -> [(text: String, index: ElementIndex)] {
    var merge = try sorter.merge()
    var found: [(String, ElementIndex)] = []
    var builder = BatchBuilder()
    while let first = merge.current {
      let shape = first.shape
      builder.begin(copying: sorter.shapes[shape])
      while let cursor = merge.current, cursor.shape == shape, !builder.isFull {
        cursor.append(to: &builder)
        try merge.advance()
      }
      let frozen = builder.freeze()
      let batch = try #require(frozen)
      #expect(batch.depth == sorter.shapes[shape].depth)
      #expect(batch.source == sorter.shapes[shape].source)
      found += zip(batch.texts, batch.indices)
    }
    return found
  }

  @Test(arguments: Effort.some(of: Array(0..<40)))
  func `elements of any depth come out by index, then input, then arrival`(seed: Int) throws {
    var random = SplitMix(seed)
    // From everything in memory to a spill for every element and several rounds of merging runs.
    let limit = [0, 60, 400, 5000, 1 << 20][seed % 5]
    let sorter = Sorter(limit: limit, directory: "/tmp", stop: Futex())
    var expected: [Element] = []
    for _ in 0..<Int.random(in: 0..<50, using: &random) {
      let depth = Int.random(in: 1...3, using: &random)
      let input = Int.random(in: 0..<3, using: &random)
      let elements = (0..<Int.random(in: 1..<12, using: &random)).map { _ -> (String, [Int]) in
        let index = (0..<depth).map { _ in Int.random(in: -2..<20, using: &random) }
        let length = Int.random(in: 0..<30, using: &random)
        let text = String(repeating: "x", count: length) + "\(expected.count)"
        expected.append(
          Element(
            text: text,
            index: ElementIndex(index),
            input: input,
            arrival: expected.count
          )
        )
        return (text, index)
      }
      let source = Int.random(in: 0..<2, using: &random)
      let batch = try #require(Batch.of(elements, source: source))
      try sorter.append(Slice(batch, 0..<batch.count), input: input)
    }
    expected.sort(by: Element.precedes)
    let found = try drain(sorter)
    #expect(found.map(\.text) == expected.map(\.text))
    #expect(found.map(\.index) == expected.map(\.index))
    if limit == 0 { #expect(sorter.spills >= expected.count) }
    if limit == 1 << 20 { #expect(sorter.spills == 0) }
  }

  @Test func `nothing collected gives nothing`() throws {
    let sorter = Sorter(limit: 10, directory: "/tmp", stop: Futex())
    #expect(try drain(sorter).isEmpty)
  }

  @Test func `an element longer than what is read at once comes back whole`() throws {
    let sorter = Sorter(limit: 100, directory: "/tmp", stop: Futex())
    let texts = (0..<5).map { String(repeating: "\($0)", count: 300_000 + $0) }
    for number in [3, 1, 4, 0, 2] {
      let batch = try #require(Batch.of([(texts[number], [number])]))
      try sorter.append(Slice(batch, 0..<1), input: 0)
    }
    #expect(try drain(sorter).map(\.text) == texts)
    #expect(sorter.spills == 5)
  }

  @Test func `a directory that is not there is a failure with its path and the reason`() throws {
    let sorter = Sorter(limit: 0, directory: "/tmp/is/not/there", stop: Futex())
    let batch = try #require(Batch.counting(1))
    do {
      try sorter.append(Slice(batch, 0..<1), input: 0)
      Issue.record("it should have failed")
    } catch {
      #expect(error.status == .output)
      #expect(
        error.message
          == "the temporary file for sorting in /tmp/is/not/there could not be opened: "
          + "no such file or directory"
      )
    }
  }

  @Test func `a full disk is a failure with its path and the reason`() throws {
    let file = SpillFile(
      descriptor: open("/dev/full", O_RDWR | O_CLOEXEC),
      for: "sorting",
      in: "/tmp"
    )
    do {
      try file.append([1, 2, 3])
      try file.rewind()
      Issue.record("it should have failed")
    } catch {
      #expect(error.status == .output)
      #expect(
        error.message
          == "the temporary file for sorting in /tmp could not be written: "
          + "no space left on device"
      )
    }
  }

  @Test func `a stop ends the merging of runs early`() throws {
    let stop = Futex()
    let sorter = Sorter(limit: 0, directory: "/tmp", stop: stop)
    let batch = try #require(Batch.counting(100))
    try sorter.append(Slice(batch, 0..<20), input: 0)
    stop.open()
    try sorter.append(Slice(batch, 20..<100), input: 0)
    #expect(sorter.spills == 100)
  }

  @Test(arguments: [(0, 1 << 20), (8 << 20, 2 << 20), (512 << 20, 64 << 20), (Int.max, 64 << 20)])
  func `what is held in memory follows the memory limit`(memory: Int, limit: Int) {
    #expect(SpillFile.limit(memory: memory) == limit)
  }
}
