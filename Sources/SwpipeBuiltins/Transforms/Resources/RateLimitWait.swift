internal import SwpipeCore

/// `rate_limit.wait`: lets elements go on as fast as a rate limit allows.
struct RateLimitWait: AwaitingTransform {
  static let definition = Definition(
    name: "rate_limit.wait",
    summary: "Holds elements back to the rate of a limit",
    details: """
      Waits until the resource lets the element go on, and passes it on unchanged. A run that is \
      stopped does not wait for it.
      """,
    examples: [
      Example(
        "A thousand a second, before what may not be called more often",
        spec: """
          stages:
            - map: rate_limit.wait
              on_start: {rate_limit: {rate_limit: 1000}}

          """,
        input: "a\nb\n",
        output: "a\nb\n"
      ),
      Example(
        "As a filter, which keeps all",
        spec: """
          stages:
            - filter: rate_limit.wait
              on_start: {pace: {rate_limit: {rate: 10, per: 1ms, burst: 5}}}

          """,
        input: "a\nb\n",
        output: "a\nb\n"
      ),
      Example(
        "edge: without a resource to wait for",
        spec: """
          stages:
            - map: rate_limit.wait

          """,
        input: "a\n",
        error: "rate_limit"
      ),
    ],
    role: .transform(
      TransformRole(
        operators: [.map, .filter, .each],
        accepts: .any,
        gives: .same,
        waiting: .awaits,
        cost: .varying,
        resources: [RateLimit.request]
      ) { (arguments, work, context) throws(RunFailure) in
        RateLimitWait(
          limit: try RateLimit.request.find(RateLimit.self, in: context),
          isFilter: work == .filter,
          stop: context.stop
        )
      }
    )
  )

  let limit: RateLimit
  let isFilter: Bool
  let stop: Futex
  /// The element that a task has waited for already.
  private var awaited: Int?

  private init(limit: RateLimit, isFilter: Bool, stop: Futex) {
    self.limit = limit
    self.isFilter = isFilter
    self.stop = stop
  }

  mutating func begin(_ slice: borrowing Slice, at position: Int) -> AwaitedEvent {
    awaited = position
    return .time(limit.reserve())
  }

  mutating func apply(_ slice: borrowing Slice, into output: inout BatchBuilder) {
    while output.position < slice.range.upperBound, !output.isFull {
      if awaited != output.position { _ = limit.wait(orUntil: stop) }
      awaited = nil
      if isFilter {
        output.decide(true)
      } else {
        slice.withElement(output.position) { output.append($0) }
        output.endElement()
      }
      output.position += 1
    }
  }
}
