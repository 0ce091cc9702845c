import SwpipeCore
import Testing

@testable import SwpipeEngine

@Suite struct WaySplitterTests {
  @Test(arguments: 0..<200)
  func `every element goes its way with its bytes and index, in order`(seed: Int) {
    var random = SplitMix(seed)
    let count = Int.random(in: 1...40, using: &random)
    let ways = Int.random(in: 1...5, using: &random)
    var source = BatchBuilder()
    source.begin(source: 0, firstIndex: 7, type: .text)
    for number in 0..<count {
      source.append(utf8: String(repeating: "x", count: number % 5) + "\(number)")
      source.endElement()
    }
    guard let batch = source.freeze() else { return }
    let start = Int.random(in: 0..<count, using: &random)
    var verdicts = BatchBuilder()
    verdicts.begin(Slice(batch, start..<count), for: .route, type: .text)
    var expected: [Int: [[String]]] = [:]
    for position in start..<count {
      // A way, none, or a failed element that is passed by without a verdict.
      let way = Int.random(in: -2..<ways, using: &random)
      if way == -2 {
        verdicts.skipElement()
        continue
      }
      verdicts.decide(way: way < 0 ? BatchBuilder.noWay : UInt16(way), isKept: way >= 0)
      verdicts.position += 1
      guard way >= 0 else { continue }
      let text = String(repeating: "x", count: position % 5) + "\(position)"
      expected[way, default: []].append([text, "\(position + 7)"])
    }
    #expect(verdicts.takeKept() == expected.values.reduce(0) { $0 + $1.count })
    var splitter = WaySplitter()
    var given: [Int: [[String]]] = [:]
    let budget = MemoryBudget(limit: 1 << 20)
    splitter.split(batch, &verdicts, count: ways, budget) { way, count, part in
      #expect(given[way] == nil && part.count == count)
      let slice = Slice(part.batch, part.range)
      given[way] = part.range.map { position in
        let bytes = slice.withElement(position) { span in
          span.withUnsafeBufferPointer { Array($0) }
        }
        let index = slice.elementIndex(position).numbers[0]
        return [String(decoding: bytes, as: UTF8.self), "\(index)"]
      }
    }
    #expect(given == expected)
    splitter.split(batch, &verdicts, count: ways, budget) { way, _, _ in
      Issue.record("way \(way) is given twice")
    }
  }
}
