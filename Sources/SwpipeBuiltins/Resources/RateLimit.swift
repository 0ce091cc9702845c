internal import SwpipeCore
internal import SwpipeSystem
internal import Synchronization

/// The resource `rate_limit`: so many elements in a time, and no more.
final class RateLimit: Resource {
  static let rate = Parameter<Int64>.integer(
    "rate",
    in: 1...1_000_000_000,
    "How many elements may go on within `per`."
  )
  static let per = Parameter<Duration>.duration(
    "per",
    default: .seconds(1),
    "The time for that many; 0 is no limit."
  )
  static let burst = Parameter<Int64>.integer(
    "burst",
    in: 1...1_000_000_000,
    default: 1,
    "How many may go on at once after a pause."
  )

  /// What transforms ask for.
  static let request = ResourceRequest(name: "rate_limit", type: "rate_limit")

  static let definition = Definition(
    name: "rate_limit",
    summary: "Lets so many elements go on within a time",
    details: """
      A token bucket: it holds `burst` tokens, and `rate` new ones come every `per`, evenly spread. \
      `rate_limit.wait` takes one for each element. With a burst of 1 the elements are evenly spread, \
      too; no more than rate + burst ever go on within any `per`. A stage that names no workers has one; \
      in one that names several, each has a limit of its own, so that 4 workers are 4 times as fast, \
      unless `scope: run` gives all of them one. Worker processes cannot share one.
      """,
    parameters: [rate.info, per.info, burst.info],
    examples: [
      Example(
        "Two at once, then one each millisecond",
        spec: """
          stages:
            - map: rate_limit.wait
              on_start: {rate_limit: {rate_limit: {rate: 1, per: 1ms, burst: 2}}}

          """,
        input: "a\nb\nc\n",
        output: "a\nb\nc\n"
      ),
      Example(
        "One for all workers of a stage",
        spec: """
          stages:
            - map: rate_limit.wait
              kind: thread
              workers: 3
              ordered: true
              on_start: {rate_limit: {rate_limit: {rate: 1000}, scope: run}}

          """,
        input: "a\nb\nc\n",
        output: "a\nb\nc\n"
      ),
      Example(
        "edge: no limit",
        spec: """
          stages:
            - map: rate_limit.wait
              on_start: {rate_limit: {rate_limit: {rate: 1, per: 0}}}

          """,
        input: "a\nb\n",
        output: "a\nb\n"
      ),
    ],
    role: .resource(
      ResourceRole(keeps: { _ in .history }) { arguments, _ in
        RateLimit(
          TokenBucket(
            rate: arguments[rate],
            period: arguments[per].nanoseconds,
            burst: arguments[burst]
          )
        )
      }
    )
  )

  private let bucket: Lock<TokenBucket>
  private let now: @Sendable () -> Int64

  /// Takes the clock, in nanoseconds, that the bucket is filled by.
  init(_ bucket: TokenBucket, now: @escaping @Sendable () -> Int64 = { MonotonicClock.now }) {
    self.bucket = Lock(bucket)
    self.now = now
  }

  /// Takes a token; returns after how many nanoseconds it may be used.
  ///
  /// Never waits, so that a task can be suspended for that time.
  func reserve() -> Int64 {
    // The clock is read under the lock: a later caller must not come with an earlier time.
    bucket.withLock { $0.reserve(at: now()) }
  }

  /// Takes a token and waits until it may be used; false where the run stopped first.
  func wait(orUntil stop: Futex) -> Bool {
    let time = reserve()
    return time <= 0 || !stop.wait(nanoseconds: time)
  }
}
