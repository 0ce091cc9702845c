import Testing

@testable import SwpipeBuiltins

@Suite struct ExactSumTests {
  private static func total(_ values: [Double], parts: Int = 1) -> Double {
    let wides = WideSums()
    var sums = [ExactSum](repeating: ExactSum(), count: parts)
    for (place, value) in values.enumerated() {
      sums[place % parts].add(Amount(integer: nil, double: value), wides)
    }
    var all = ExactSum()
    for sum in sums.reversed() { all.merge(sum, wides, from: wides) }
    switch all.total(wides) {
    case .integer(let value): return Double(value)
    case .double(let value): return value
    }
  }

  @Test(
    arguments: [
      ([], 0), ([1e16, 1, -1e16], 1), ([1e300, 1, -1e300], 1),
      ([.leastNonzeroMagnitude, .leastNonzeroMagnitude], 0x1p-1073),
      ([0.1, 0.2], 0.30000000000000004), ([1e308, 1e308], .infinity),
      ([1e308, 1e308, -1e308, -1e308, 2.5], 2.5), ([-1e300, 1e-300, 1e300], 1e-300),
      ([9_007_199_254_740_992, 1, 0.5], 9_007_199_254_740_994), ([-0.1, 0.1], 0),
      ([.greatestFiniteMagnitude, 1e291], .greatestFiniteMagnitude),
      ([-.greatestFiniteMagnitude, .leastNonzeroMagnitude], -.greatestFiniteMagnitude),
    ] as [([Double], Double)]
  )
  func `a sum is the nearest double of the exact one`(_ values: [Double], _ wanted: Double) {
    #expect(Self.total(values) == wanted)
  }

  @Test func `no order and no division changes it`() {
    var random = SystemRandomNumberGenerator()
    for _ in 0..<200 {
      let values = (0..<100).map { _ -> Double in
        let pattern = UInt64.random(in: 0 ... .max, using: &random)
        let value = Double(bitPattern: pattern)
        let small = Double(Int.random(in: -1000...1000, using: &random)) / 64
        return Bool.random(using: &random) && value.isFinite ? value : small
      }
      let wanted = Self.total(values)
      for parts in [1, 2, 7] {
        #expect(Self.total(values.shuffled(), parts: parts) == wanted, "\(values)")
      }
    }
  }

  @Test func `whole numbers are exact up to 64 bits, and doubles from there`() {
    let wides = WideSums()
    var sum = ExactSum()
    for value in [Int64.max, 1, -2] {
      sum.add(Amount(integer: value, double: Double(value)), wides)
    }
    guard case .integer(Int64.max - 1) = sum.total(wides) else {
      Issue.record("\(sum.total(wides))")
      return
    }
    for _ in 0..<3 { sum.add(Amount(integer: .max, double: 0x1p63), wides) }
    guard case .double(0x1p65) = sum.total(wides) else {
      Issue.record("\(sum.total(wides))")
      return
    }
  }

  @Test(arguments: [0.0, 1e6, 1e12, 1e15])
  func `a deviation does not suffer from a large mean`(_ mean: Double) {
    let wides = WideSums()
    var spread = ExactSpread()
    for value in [2.0, 4, 4, 4, 5, 5, 7, 9] {
      spread.add(Amount(integer: nil, double: mean + value), wides)
    }
    #expect(spread.deviation(wides) == 2.138089935299395)
  }

  @Test func `the squares of very large and very small numbers have their place`() {
    for scale in [1e150, 1e-150, 1e60, 1e-20] {
      let wides = WideSums()
      var spread = ExactSpread()
      for value in [1.0, 2, 3] { spread.add(Amount(integer: nil, double: value * scale), wides) }
      let deviation = spread.deviation(wides) ?? .nan
      #expect(abs(deviation / scale - 1) < 1e-12, "\(scale): \(deviation)")
    }
  }

  @Test func `a state comes back from its bytes`() {
    let wides = WideSums()
    let cells = Cells([Column(name: "a", aggregate: .sum), Column(name: "b", aggregate: .stdev)])
    let row = UnsafeMutableRawPointer.allocate(byteCount: cells.rowSize, alignment: 16)
    defer { row.deallocate() }
    row.initializeMemory(as: UInt8.self, repeating: 0, count: cells.rowSize)
    _ = wides
    var arena = ByteArena()
    cells.write(row, to: &arena)
    for cut in 0..<arena.count {
      var reader = ByteReader(UnsafeRawBufferPointer(rebasing: arena.bytes[..<cut]))
      #expect(!cells.merge(&reader, into: row))
    }
    var reader = ByteReader(arena.bytes)
    #expect(cells.merge(&reader, into: row))
    #expect(reader.isAtEnd)
  }
}
