internal import SwpipeCore
internal import SwpipeSystem
internal import Synchronization

/// The resource `cache`: what was met lately, by key.
final class Cache: Resource {
  static let capacity = Parameter<Int64>.integer(
    "capacity",
    in: 1...1_000_000_000,
    default: 10_000,
    "How many keys it holds; past that the one used longest ago is forgotten."
  )
  static let ttl = Parameter<Duration>.duration(
    "ttl",
    default: .zero,
    "How long a key is held, whatever becomes of it; 0 is without limit."
  )

  /// What transforms ask for.
  static let request = ResourceRequest(name: "cache", type: "cache")

  static let definition = Definition(
    name: "cache",
    summary: "Holds the keys that were used last",
    details: """
      The keys are held whole, so a key costs its length and about 100 bytes. In templates \
      `{{ $cache.count }}` is the number of keys held, `{{ $cache.hits }}` and `{{ $cache.misses }}` how \
      often a key was met again or was new. With `scope: run` all workers share one, except worker \
      processes. A stage that names no workers has one; in one that names several, each has a cache \
      of its own without `scope: run`, and a key passes once in each.
      """,
    parameters: [capacity.info, ttl.info],
    examples: [
      Example(
        "Each line once",
        spec: """
          stages:
            - filter: cache.distinct
              on_start: {cache: {cache: {capacity: 1000}}}

          """,
        input: "a\nb\na\n",
        output: "a\nb\n"
      ),
      Example(
        "At most once in ten minutes",
        spec: """
          stages:
            - filter: cache.distinct
              on_start: {cache: {cache: {ttl: 10m}}}

          """,
        input: "alarm\nalarm\n",
        output: "alarm\n"
      ),
      Example(
        "edge: too small to remember",
        spec: """
          stages:
            - filter: cache.distinct
              on_start: {cache: {cache: {capacity: 1}}}

          """,
        input: "a\nb\na\na\n",
        output: "a\nb\na\n"
      ),
    ],
    role: .resource(
      ResourceRole(showsValue: true, keeps: { _ in .history }) { arguments, _ in
        Cache(capacity: Int(arguments[capacity]), ttl: arguments[ttl].nanoseconds)
      }
    )
  )

  private struct State: Sendable {
    var keys: LRUCache<[UInt8], [UInt8]>
    var hits: Int64 = 0
    var misses: Int64 = 0
  }

  private let state: Lock<State>
  private let now: @Sendable () -> Int64

  /// Takes the clock, in nanoseconds, that `ttl` is measured by.
  init(
    capacity: Int,
    ttl: Int64,
    now: @escaping @Sendable () -> Int64 = { MonotonicClock.now }
  ) {
    state = Lock(State(keys: LRUCache(capacity: capacity, lifetime: ttl)))
    self.now = now
  }

  /// The value of a key; nil if it is not held.
  func value(of key: [UInt8]) -> [UInt8]? {
    state.withLock { state in
      let value = state.keys.value(of: key, at: now())
      if value == nil { state.misses += 1 } else { state.hits += 1 }
      return value
    }
  }

  /// Holds a value.
  func set(_ key: [UInt8], to value: [UInt8]) {
    state.withLock { $0.keys.set(key, to: value, at: now()) }
  }

  /// Whether a key was not held until now; of several callers with one key, true for one.
  func insert(_ key: [UInt8]) -> Bool {
    state.withLock { state in
      let time = now()
      guard state.keys.value(of: key, at: time) == nil else {
        state.hits += 1
        return false
      }
      state.misses += 1
      state.keys.set(key, to: [], at: time)
      return true
    }
  }

  func value(at path: [Template.PathKey]) -> Value? {
    let (count, hits, misses) = state.withLock { (Int64($0.keys.count), $0.hits, $0.misses) }
    switch path {
    case [.name("count")]: return .integer(count)
    case [.name("hits")]: return .integer(hits)
    case [.name("misses")]: return .integer(misses)
    case []:
      return .mapping([
        Value.Field(key: "count", value: .integer(count)),
        Value.Field(key: "hits", value: .integer(hits)),
        Value.Field(key: "misses", value: .integer(misses)),
      ])
    default: return nil
    }
  }
}
