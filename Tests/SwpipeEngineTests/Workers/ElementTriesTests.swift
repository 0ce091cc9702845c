import SwpipeCore
import Testing

@testable import SwpipeEngine

/// What a worker remembers of the element at hand while its transform has a go at it.
@Suite struct ElementTriesTests {
  private let policy = ErrorPolicy(
    retry: ErrorPolicy.Retry(attempts: 3, backoff: 10, maxBackoff: 100, hasJitter: false),
    then: .skip
  )

  private func next(_ tries: inout ElementTries, _ position: Int) -> FailedAttempts.Step {
    tries.next(at: Int64(position), position, now: 0, times: 1)
  }

  @Test func `tries are counted on for one element and begin anew for the next`() {
    var tries = ElementTries(policy: policy, deadline: nil)
    #expect(next(&tries, 4) == .retry(10))
    #expect(next(&tries, 4) == .retry(20))
    #expect(next(&tries, 4) == .final(tries: 3))
    #expect(next(&tries, 5) == .retry(10))
  }

  @Test func `an element at the same place of another batch begins anew`() {
    var tries = ElementTries(policy: policy, deadline: nil)
    #expect(next(&tries, 0) == .retry(10))
    #expect(next(&tries, 0) == .retry(20))
    tries.note(nanoseconds: 1, isPast: true, hasFailed: false)
    #expect(next(&tries, 0) == .retry(10))
  }

  @Test func `an element that was put off goes on where it was`() {
    var tries = ElementTries(policy: policy, deadline: nil)
    #expect(next(&tries, 7) == .retry(10))
    let made = tries.setAside()
    #expect(next(&tries, 8) == .retry(10))
    tries.resume(at: 7, 7, made)
    #expect(next(&tries, 7) == .retry(20))
  }

  @Test func `a worker that takes over goes on with the tries of the one before`() {
    var before = FailedAttempts(policy: policy)
    #expect(before.next(at: 3, 3, now: 0) == .retry(10))
    #expect(before.next(at: 3, 3, now: 0) == .retry(20))
    var tries = ElementTries(policy: policy, deadline: nil)
    tries.takeOver(before)
    #expect(next(&tries, 3) == .final(tries: 3))
  }

  @Test func `the time of several calls for one element is counted together`() async throws {
    let timers = DeadlineWatch()
    defer { timers.stop() }
    let deadline = ElementDeadline(timeout: 1_000_000_000_000, watch: timers) { _, _ in }
    var tries = ElementTries(policy: policy, deadline: deadline)
    tries.begin()
    let whole = try #require(deadline.check(now: 0))
    #expect(tries.end())
    tries.note(nanoseconds: 900_000_000_000, isPast: false, hasFailed: false)
    tries.begin()
    let rest = try #require(deadline.check(now: 0))
    // Less than a tenth is left, however long the test itself took between the two.
    #expect(rest - whole < 0)
    #expect(tries.end())
    tries.note(nanoseconds: 1, isPast: false, hasFailed: true)
    tries.begin()
    #expect(try #require(deadline.check(now: 0)) >= whole)
  }
}
