import SwpipeCore
import Testing

@testable import SwpipePlugins

@Suite struct DeathRecordTests {
  @Test func `ten replacements in a row without an element done are enough`() {
    var deaths = DeathRecord()
    deaths.noteAnswer()
    for _ in 0..<9 { deaths.noteReplacement() }
    #expect(deaths.failure("it") == nil)
    deaths.noteProgress()
    for _ in 0..<9 { deaths.noteReplacement() }
    #expect(deaths.failure("it") == nil)
    deaths.noteReplacement()
    #expect(deaths.failure("it")?.message.contains("10 processes were replaced in a row") == true)
  }

  @Test func `one that has answered may die often`() {
    var deaths = DeathRecord(mostUseless: 3)
    deaths.noteDeath()
    deaths.noteDeath()
    #expect(deaths.failure("it") == nil)
    deaths.noteDeath()
    #expect(deaths.failure("it")?.message == "it, 3 times, and has not answered a single line")
    deaths.noteAnswer()
    #expect(deaths.failure("it") == nil)
  }
}
