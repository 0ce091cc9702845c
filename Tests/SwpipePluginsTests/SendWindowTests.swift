import Testing

@testable import SwpipePlugins

@Suite struct SendWindowTests {
  @Test func `fast elements are sent ahead, about a millisecond of them`() {
    var window = SendWindow(concurrency: 1, isFixed: false)
    #expect(window.size == 1)
    for _ in 0..<20 { window.learn(count: 100, nanoseconds: 500_000) }
    #expect((190...200).contains(window.size))
  }

  @Test func `one slow element makes it small at once`() {
    var window = SendWindow(concurrency: 1, isFixed: false)
    for _ in 0..<20 { window.learn(count: 1000, nanoseconds: 500_000) }
    window.learn(count: 1, nanoseconds: 50_000_000)
    #expect(window.size == 1)
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
