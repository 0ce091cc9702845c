import Testing

@testable import SwpipeEngine

struct GrainTests {
  @Test func `it starts at one element and doubles while slices are quick`() {
    var grain = Grain(limit: 1000)
    var sizes = [grain.size]
    for _ in 0..<4 {
      grain.learn(count: grain.size, nanoseconds: 100)
      sizes.append(grain.size)
    }
    #expect(sizes == [1, 2, 4, 8, 16])
  }

  @Test func `it never passes its limit nor falls below one`() {
    var grain = Grain(limit: 5)
    for _ in 0..<10 { grain.learn(count: grain.size, nanoseconds: 0) }
    #expect(grain.size == 5)
    grain.learn(count: 5, nanoseconds: .max / 100_000)
    #expect(grain.size == 1)
    #expect(Grain(limit: 0).size == 1)
  }

  @Test func `a slice that took too long cuts it to what fits`() {
    var grain = Grain(limit: 1000)
    for _ in 0..<7 { grain.learn(count: grain.size, nanoseconds: 100) }
    #expect(grain.size == 128)
    grain.learn(count: 128, nanoseconds: Grain.target * 4)
    #expect(grain.size == 32)
  }

  @Test func `a slice that was smaller than asked for teaches no growth`() {
    var grain = Grain(limit: 1000)
    grain.learn(count: 1, nanoseconds: 10)
    grain.learn(count: 1, nanoseconds: 10)
    #expect(grain.size == 2)
  }

  @Test func `what is quick enough not to be shared follows from the time of an element`() {
    var grain = Grain(limit: 1000, target: 1_000_000)
    #expect(grain.leastShare == 1 && !grain.isQuick && !grain.isShort)
    grain.learn(count: 1, nanoseconds: Grain.target / 10)
    #expect(grain.leastShare == 10 && grain.isQuick && grain.isShort)
    grain.learn(count: 20, nanoseconds: Grain.target * 2)
    #expect(grain.leastShare == 10 && grain.isQuick && !grain.isShort)
    grain.learn(count: 1, nanoseconds: 3_000_000)
    #expect(grain.leastShare == 1 && !grain.isQuick && !grain.isShort)
    grain.learn(count: 5, nanoseconds: 0)
    #expect(grain.leastShare == 1000)
  }

  @Test func `a slice of about the right time leaves it alone`() {
    var grain = Grain(limit: 1000)
    grain.learn(count: 1, nanoseconds: Grain.target * 3 / 4)
    #expect(grain.size == 1)
  }
}
