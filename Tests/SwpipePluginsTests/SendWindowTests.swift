import Testing

@testable import SwpipePlugins

@Suite struct SendWindowTests {
  @Test func `fast elements are sent ahead, about a millisecond of them`() {
    var window = SendWindow(concurrency: 1, isFixed: false)
    #expect(window.size == 1)
    for _ in 0..<20 { window.learn(count: 100, nanoseconds: 500_000) }
    #expect((190...200).contains(window.size))
  }

  @Test func `two slow elements in a row make it small at once`() {
    var window = SendWindow(concurrency: 1, isFixed: false)
    for _ in 0..<20 { window.learn(count: 1000, nanoseconds: 500_000) }
    window.learn(count: 1, nanoseconds: 50_000_000)
    window.learn(count: 1, nanoseconds: 50_000_000)
    #expect(window.size == 1)
  }

  @Test func `one wait among fast elements leaves it as it is`() {
    var window = SendWindow(concurrency: 1, isFixed: false)
    for _ in 0..<20 { window.learn(count: 100, nanoseconds: 500_000) }
    let before = window.size
    for _ in 0..<5 {
      window.learn(count: 100, nanoseconds: 5_000_000)
      window.learn(count: 100, nanoseconds: 500_000)
    }
    #expect(window.size == before)
  }

  @Test func `a few elements that are mostly the way there and back do not make it small`() {
    var window = SendWindow(concurrency: 1, isFixed: false)
    for _ in 0..<20 { window.learn(count: 100, nanoseconds: 500_000) }
    let before = window.size
    window.learn(count: 2, nanoseconds: 120_000)
    #expect(window.size == before)
    window.learn(count: 100, nanoseconds: 500_000)
    #expect(window.size > before * 3 / 4)
  }

  @Test func `many elements that are slow one by one make it small soon`() {
    var window = SendWindow(concurrency: 1, isFixed: false)
    for _ in 0..<20 { window.learn(count: 1000, nanoseconds: 500_000) }
    for _ in 0..<6 { window.learn(count: 1, nanoseconds: 100_000) }
    #expect(window.size == 10)
  }

  @Test func `it is never less than the elements that are worked on at once`() {
    var window = SendWindow(concurrency: 100, isFixed: false)
    window.learn(count: 1, nanoseconds: 1_000_000_000)
    #expect(window.size == 100)
  }

  @Test func `with a timeout nothing is sent ahead`() {
    var window = SendWindow(concurrency: 3, isFixed: true)
    window.learn(count: 1000, nanoseconds: 1000)
    #expect(window.size == 3)
  }
}
