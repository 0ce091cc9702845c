import SwpipeCore
import Synchronization
import Testing

@testable import SwpipeBuiltins

@Suite struct TokenBucketTests {
  /// The same as a fill level, which may be negative, in parts of a token.
  private struct Level {
    let rate: Int128
    let period: Int128
    let full: Int128
    var level: Int128
    var time: Int64

    mutating func reserve(at now: Int64) -> Int64 {
      level = min(full, level + Int128(now - time) * rate)
      time = now
      level -= period
      return level >= 0 ? 0 : Int64((-level + rate - 1) / rate)
    }
  }

  @Test func `a burst goes at once, the rest evenly spread`() {
    var bucket = TokenBucket(rate: 2, period: 1000, burst: 3)
    let waits = (0..<6).map { _ in bucket.reserve(at: 50) }
    #expect(waits == [0, 0, 0, 500, 1000, 1500])
    #expect(bucket.reserve(at: 2050) == 0)
    #expect(bucket.reserve(at: 1_000_000) == 0)
  }

  @Test(arguments: 0..<50)
  func `over any schedule it is exactly the bucket that the numbers describe`(_ seed: UInt64) {
    var random = SplitMix(seed: seed)
    let rate = Int64.random(in: 1...1000, using: &random)
    let period = Int64.random(in: 1...1_000_000_000, using: &random)
    let burst = Int64.random(in: 1...20, using: &random)
    var bucket = TokenBucket(rate: rate, period: period, burst: burst)
    var now = Int64.random(in: 0...1_000_000, using: &random)
    let full = Int128(burst) * Int128(period)
    var model = Level(
      rate: Int128(rate),
      period: Int128(period),
      full: full,
      level: full,
      time: now
    )
    var grants: [Int64] = []
    var expected: [Int64] = []
    for _ in 0..<400 {
      grants.append(now + bucket.reserve(at: now))
      expected.append(now + model.reserve(at: now))
      if Bool.random(using: &random) {
        now += Int64.random(in: 0...(3 * period / rate + 1), using: &random)
      }
    }
    #expect(grants == expected)
    #expect(grants == grants.sorted())
    let isWithinRate = stride(from: 0, to: grants.count, by: 7).allSatisfy { first in
      (first..<grants.count).allSatisfy { last in
        // A grant is rounded up to the next nanosecond, so that time is exact to one of them.
        let time = Int128(grants[last] - grants[first] + 1)
        return Int128(last - first + 1 - Int(burst)) * Int128(period) <= time * Int128(rate)
      }
    }
    #expect(isWithinRate)
  }

  @Test func `a million nanoseconds later nothing was rounded away`() {
    var bucket = TokenBucket(rate: 3, period: 10, burst: 1)
    var last: Int64 = 0
    for _ in 0...300_000 { last = bucket.reserve(at: 0) }
    #expect(last == 1_000_000)
  }

  @Test func `the largest numbers do not overflow`() {
    var bucket = TokenBucket(rate: 1_000_000_000, period: .max, burst: 1_000_000_000)
    #expect(bucket.reserve(at: .max) == 0)
    var slow = TokenBucket(rate: 1, period: .max, burst: 1)
    _ = slow.reserve(at: 0)
    _ = slow.reserve(at: 0)
    #expect(slow.reserve(at: 0) == .max)
  }

  @Test func `a clock that goes back gives nothing away`() {
    var bucket = TokenBucket(rate: 1, period: 10, burst: 1)
    #expect(bucket.reserve(at: 100) == 0)
    #expect(bucket.reserve(at: 95) == 15)
  }

  @Test func `workers that share one get each place in the row once`() async {
    let limit = RateLimit(TokenBucket(rate: 1, period: 7, burst: 1), now: { 1000 })
    let waits = await withTaskGroup(of: [Int64].self) { group in
      for _ in 0..<8 {
        group.addTask { (0..<500).map { _ in limit.reserve() } }
      }
      return await group.reduce(into: []) { $0 += $1 }
    }
    #expect(waits.sorted() == (0..<4000).map { $0 * 7 })
  }

  @Test func `one who waits is let go when the run stops`() {
    let limit = RateLimit(TokenBucket(rate: 1, period: 1 << 60, burst: 1), now: { 0 })
    let stop = Futex()
    #expect(limit.wait(orUntil: stop))
    stop.open()
    #expect(!limit.wait(orUntil: stop))
  }

  @Test(arguments: [Operator.map, .filter])
  func `the transform passes elements on, and waits for each once`(_ work: Operator) throws {
    let reserved = Lock(0)
    let bucket = TokenBucket(rate: 1, period: 0, burst: 1)
    let limit = RateLimit(
      bucket,
      now: {
        reserved.withLock { $0 += 1 }
        return 0
      }
    )
    var harness = try Harness("rate_limit.wait", work)
    harness.resources = ["pace": limit]
    #expect(try harness.runOnce(["a", "b", "c"]).texts == ["a", "b", "c"])
    #expect(reserved.withLock { $0 } == 3)
  }
}
