import Glibc
import SwpipeCore
import Testing

@testable import SwpipeEngine

@Suite struct HeldPartsTests {
  private static func batches(of held: HeldOutput) throws -> [Batch] {
    var batches: [Batch] = []
    while let batch = try held.next({ (frame) throws(FrameLoss) in try frame.batch(budget: nil) }) {
      batches.append(batch)
    }
    return batches
  }

  @Test(arguments: Effort.some(of: Array(0..<40)))
  func `what was held comes back as it was, in parts that are bounded`(seed: Int) throws {
    var random = SplitMix(seed)
    let held = try HeldOutput(directory: "/tmp")
    var texts: [String] = []
    var indices: [ElementIndex] = []
    for _ in 0..<Int.random(in: 1...4, using: &random) {
      let depth = Int.random(in: 1...3, using: &random)
      let elements = (0..<Int.random(in: 1...3000, using: &random)).map { _ in
        (
          text: String(repeating: "x", count: Int.random(in: 0..<400, using: &random)),
          index: (0..<depth).map { _ in Int.random(in: 0..<1000, using: &random) }
        )
      }
      let batch = try #require(Batch.of(elements))
      let first = Int.random(in: 0..<elements.count, using: &random)
      try held.append(batch, first..<elements.count)
      texts += elements[first...].map(\.text)
      indices += elements[first...].map { ElementIndex($0.index) }
    }
    #expect(!held.isReturning)
    try held.finish()
    let batches = try Self.batches(of: held)
    #expect(batches.flatMap(\.texts) == texts)
    #expect(batches.flatMap(\.indices) == indices)
    for batch in batches { #expect(batch.byteCount <= HeldOutput.partSize) }
  }

  @Test func `an element larger than a part is a part of its own`() throws {
    let held = try HeldOutput(directory: "/tmp")
    let long = String(repeating: "y", count: HeldOutput.partSize + 1)
    let batch = try #require(Batch.of([("a", [0]), (long, [1]), ("b", [2])]))
    try held.append(batch, 0..<3)
    try held.finish()
    #expect(try Self.batches(of: held).map(\.texts) == [["a"], [long], ["b"]])
  }

  @Test func `a file that is not what was written is a failure of the run`() throws {
    let held = try HeldOutput(directory: "/tmp")
    var part = FrameWriter(.log)
    part.put(1)
    try held.append(part)
    try held.finish()
    do {
      _ = try Self.batches(of: held)
      Issue.record("it should have failed")
    } catch let failure as RunFailure {
      #expect(failure.status == .output)
      #expect(failure.message == "the temporary file for held output in /tmp lost its end")
    }
  }
}
