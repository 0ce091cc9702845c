import SwpipeCore
import Synchronization
import Testing

@testable import SwpipeBuiltins

@Suite struct LRUCacheTests {
  /// The same, as simple as it gets.
  private struct Model {
    let capacity: Int
    let lifetime: Int64
    var entries: [(key: Int, value: Int, expiry: Int64)] = []

    mutating func value(of key: Int, at now: Int64) -> Int? {
      guard let place = entries.firstIndex(where: { $0.key == key }) else { return nil }
      let entry = entries.remove(at: place)
      if entry.expiry <= now { return nil }
      entries.insert(entry, at: 0)
      return entry.value
    }

    mutating func set(_ key: Int, to value: Int, at now: Int64) {
      entries.removeAll { $0.key == key }
      if entries.count == capacity { entries.removeLast() }
      entries.insert((key, value, lifetime == 0 ? .max : now + lifetime), at: 0)
    }
  }

  @Test(arguments: 0..<40)
  func `any uses leave what a list would`(_ seed: UInt64) {
    var random = SplitMix(seed: seed)
    let capacity = Int.random(in: 1...12, using: &random)
    let lifetime: Int64 = Bool.random(using: &random) ? 0 : Int64.random(in: 1...30, using: &random)
    var cache = LRUCache<Int, Int>(capacity: capacity, lifetime: lifetime)
    var model = Model(capacity: capacity, lifetime: lifetime)
    var now: Int64 = 0
    for step in 0..<500 {
      now += Int64.random(in: 0...3, using: &random)
      let key = Int.random(in: 0..<20, using: &random)
      if Bool.random(using: &random) {
        cache.set(key, to: step, at: now)
        model.set(key, to: step, at: now)
      } else {
        #expect(cache.value(of: key, at: now) == model.value(of: key, at: now))
      }
      #expect(cache.keys == model.entries.map(\.key))
      #expect(cache.count == model.entries.count)
    }
  }

  @Test func `a value is gone when its time is over, not before, and not earlier for being used`() {
    var cache = LRUCache<String, Int>(capacity: 2, lifetime: 10)
    cache.set("a", to: 1, at: 0)
    #expect(cache.value(of: "a", at: 9) == 1)
    #expect(cache.value(of: "a", at: 10) == nil)
    cache.set("a", to: 2, at: .max - 1)
    #expect(cache.value(of: "a", at: .max - 1) == 2)
  }

  @Test func `of many workers with one key exactly one is first`() async {
    let cache = Cache(capacity: 10_000, ttl: 0)
    let first = await withTaskGroup(of: Int.self) { group in
      for _ in 0..<8 {
        group.addTask {
          (0..<2000).count { cache.insert([UInt8($0 & 255), UInt8($0 >> 8)]) }
        }
      }
      return await group.reduce(0, +)
    }
    #expect(first == 2000)
    #expect(cache.value(at: [.name("count")]) == .integer(2000))
    #expect(cache.value(at: [.name("misses")]) == .integer(2000))
    #expect(cache.value(at: [.name("hits")]) == .integer(14_000))
  }

  @Test func `distinct lets a key through again after its time`() throws {
    let time = Lock<Int64>(0)
    let cache = Cache(capacity: 10, ttl: 100, now: { time.withLock { $0 } })
    var harness = try Harness("cache.distinct", .filter)
    harness.resources = ["cache": cache]
    #expect(try harness.runOnce(["a", "a", "b"]).texts == ["a", "b"])
    time.withLock { $0 = 99 }
    #expect(try harness.runOnce(["a", "c"]).texts == ["c"])
    time.withLock { $0 = 100 }
    #expect(try harness.runOnce(["a", "c"]).texts == ["a"])
  }

  @Test func `distinct compares what the key says`() throws {
    let key = Template(parts: [.element([.name("k")])])
    var harness = try Harness("cache.distinct", .filter, ["key": .template(key)])
    harness.inputType = .json
    harness.resources = ["any": try Started.resource("cache")]
    let outcome = try harness.runOnce([#"{"k":1,"n":1}"#, #"{"k":"1"}"#, #"{"k":2}"#, "{}"])
    #expect(outcome.texts == [#"{"k":1,"n":1}"#, #"{"k":2}"#])
    #expect(outcome.failures[3]?.contains(".k is missing or null") == true)
  }
}
