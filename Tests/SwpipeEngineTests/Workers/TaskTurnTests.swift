import Testing

@testable import SwpipeEngine

/// How a task worker counts its time, in nanoseconds that the test makes up.
@Suite struct TaskTurnTests {
  private let limit = TaskTurn.limit

  @Test func `a worker that never has to wait lets others go first after a while`() {
    var turn = TaskTurn()
    let answer1 = turn.goOn(at: 0)
    #expect(answer1)
    turn.noteNoPause()
    let answer2 = turn.goOn(at: limit)
    #expect(answer2)
    #expect(!turn.isOver)
    turn.noteNoPause()
    let answer3 = turn.goOn(at: limit + 1)
    #expect(!answer3)
    // They have had it.
    let answer4 = turn.goOn(at: limit + 2)
    #expect(answer4)
    #expect(!turn.isOver)
  }

  @Test func `a pause begins a new turn`() {
    var turn = TaskTurn()
    let answer5 = turn.goOn(at: 0)
    #expect(answer5)
    turn.pause(at: 10)
    let answer6 = turn.goOn(at: 5 * limit)
    #expect(answer6)
    #expect(!turn.isOver)
  }

  @Test func `a turn may be over between two slices`() {
    var turn = TaskTurn()
    let answer7 = turn.goOn(at: 0)
    #expect(answer7)
    turn.beginSlice()
    _ = turn.endSlice(at: limit)
    #expect(!turn.isOver)
    turn.beginSlice()
    _ = turn.endSlice(at: limit + 1)
    #expect(turn.isOver)
  }

  @Test func `the pauses are not a slice's time, and what was before it is not`() {
    var turn = TaskTurn()
    let answer8 = turn.goOn(at: 0)
    #expect(answer8)
    turn.pause(at: 7)
    let answer9 = turn.goOn(at: 100)
    #expect(answer9)
    turn.beginSlice()
    turn.pause(at: 130)
    let answer10 = turn.goOn(at: 1_000)
    #expect(answer10)
    let answer11 = turn.endSlice(at: 1_005)
    #expect(answer11 == 35)
    turn.beginSlice()
    let answer12 = turn.endSlice(at: 1_011)
    #expect(answer12 == 6)
  }
}
