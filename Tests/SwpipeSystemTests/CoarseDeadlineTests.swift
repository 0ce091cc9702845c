import Glibc
import SwpipeSystem
import Testing

@Suite struct CoarseDeadlineTests {
  @Test func `it passes once the time is over, however long the steps take`() {
    for pause in [0, 100, 3_000, 30_000] as [useconds_t] {
      let started = MonotonicClock.now
      var deadline = CoarseDeadline(in: 20_000_000)
      while !deadline.hasPassed() {
        if pause > 0 { usleep(pause) }
      }
      // The coarse clock may be a tick behind at the start, so a tick less may have passed.
      #expect(MonotonicClock.now - started >= 10_000_000, "\(pause)")
    }
  }

  @Test func `steps that take long are looked at one by one`() {
    var deadline = CoarseDeadline(in: 20_000_000)
    for _ in 0..<100 { _ = deadline.hasPassed() }
    usleep(50_000)
    var steps = 1
    while !deadline.hasPassed() { steps += 1 }
    #expect(steps <= 16)
    let stillPassed = deadline.hasPassed()
    #expect(stillPassed)
  }
}
