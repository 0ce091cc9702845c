import Testing

@testable import SwpipeCore

struct FutexTests {
  @Test func `an open gate keeps nobody`() {
    let gate = Futex()
    gate.open()
    gate.open()
    #expect(gate.wait())
    #expect(gate.wait(nanoseconds: 0))
    #expect(gate.isOpen)
  }

  @Test func `a closed gate is waited at until the time is over`() {
    let gate = Futex()
    #expect(!gate.wait(nanoseconds: 0))
    #expect(!gate.wait(nanoseconds: 2_000_000))
    gate.open()
    gate.close()
    #expect(!gate.isOpen)
    #expect(!gate.wait(nanoseconds: 1))
  }

  @Test func `opening lets all go who wait`() async {
    let gate = Futex()
    let waiters = (0..<3).map { _ in
      Task.detached { gate.wait(nanoseconds: 60_000_000_000) }
    }
    gate.open()
    for waiter in waiters { #expect(await waiter.value) }
  }

  @Test func `a time that does not fit the clock is no limit`() {
    let gate = Futex()
    gate.open()
    #expect(gate.wait(nanoseconds: .max))
  }
}
