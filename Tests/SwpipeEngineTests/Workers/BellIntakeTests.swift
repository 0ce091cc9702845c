import SwpipeCore
import Testing

@testable import SwpipeEngine

/// How a worker takes elements that waits for something else at the same time.
@Suite struct BellIntakeTests {
  private let queue = BoundedQueue(maxsize: 0, producers: 1, consumers: 2)

  private func push(_ count: Int) throws {
    var rest = Segment(batch: try #require(Batch.counting(count)), range: 0..<count)
    _ = queue.attemptPush(&rest, reserved: 0)
  }

  private func take(_ intake: inout BellIntake, _ count: Int) -> Int? {
    intake.take(upTo: count, isHolding: false)?.count
  }

  /// A worker that waits for the bell.
  private func listener() throws -> BellIntake {
    var intake = BellIntake(queue, bell: try Bell())
    let count1 = take(&intake, 3)
    #expect(count1 == nil)
    return intake
  }

  @Test func `the bell rings for elements, and they are there then`() throws {
    var intake = try listener()
    try push(4)
    intake.wait()
    intake.hear(hasRoom: true)
    let count2 = take(&intake, 3)
    #expect(count2 == 3)
    let count3 = take(&intake, 3)
    #expect(count3 == 1)
    let count4 = take(&intake, 3)
    #expect(count4 == nil)
  }

  /// It was the only wake-up for the elements.
  @Test func `who has no room when the bell has rung has another woken`() throws {
    var (first, second) = (try listener(), try listener())
    try push(1)
    first.hear(hasRoom: false)
    second.wait()
    second.hear(hasRoom: true)
    let count5 = take(&second, 1)
    #expect(count5 == 1)
  }

  @Test func `who works meanwhile is not rung for, and another is`() throws {
    var (first, second) = (try listener(), try listener())
    first.ignore()
    try push(1)
    second.wait()
    #expect(!first.bell.hear())
    // Twice is once.
    first.ignore()
    second.hear(hasRoom: true)
    let count6 = take(&second, 1)
    #expect(count6 == 1)
  }

  /// The bell has rung for it in between.
  @Test func `who turns away from a bell that has rung has another woken`() throws {
    var (first, second) = (try listener(), try listener())
    try push(1)
    first.ignore()
    second.wait()
    second.hear(hasRoom: true)
    let count7 = take(&second, 1)
    #expect(count7 == 1)
    #expect(!first.bell.hear())
  }

  @Test func `the end of the queue ends the wait for good`() throws {
    var intake = try listener()
    #expect(!intake.hasEnded)
    queue.producerEnded()
    intake.wait()
    intake.hear(hasRoom: true)
    let count8 = take(&intake, 1)
    #expect(count8 == nil)
    #expect(intake.hasEnded)
    intake.hear(hasRoom: true)
    intake.wait()
    let count9 = take(&intake, 1)
    #expect(count9 == nil)
    #expect(intake.hasEnded)
  }
}
