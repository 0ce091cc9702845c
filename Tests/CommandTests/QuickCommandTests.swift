import ArgumentParser
import CommandSupport
import SwpipeCore
import Testing

@testable import swpipe

/// Command lines that the quick way and the argument parser must understand alike.
@Suite struct QuickCommandTests {
  @Test(arguments: [
    ["spec.yaml"],
    ["-"],
    ["spec.yaml", "jan.csv", "feb.csv", "-q"],
    ["--quiet", "spec.yaml", "--set", "CITY=Oslo", "--set", "A="],
    ["spec.yaml", "--kind", "process", "--workers", "7", "--limit", "0"],
    ["spec.yaml", "--halt", "fail=0.5%", "--drain", "1m30s", "--report", "run.json"],
  ])
  func `plain lines of run need no argument parser`(_ words: [String]) throws {
    let request = try #require(QuickCommand.runRequest(words))
    #expect(try shown(RunCommand.parse(words).request) == shown(request))
  }

  @Test(arguments: [
    ["specs"],
    ["a.yaml", "b.yaml", "--no-plugins"],
    ["--format", "short", "a.yaml", "--deny", "warnings", "--set", "A=b=c"],
  ])
  func `plain lines of validate need no argument parser`(_ words: [String]) throws {
    let request = try #require(QuickCommand.validateRequest(words))
    #expect(try shown(ValidateCommand.parse(words).request) == shown(request))
  }

  @Test(arguments: [
    [], ["--help"], ["spec.yaml", "-h"], ["spec.yaml", "--version"], ["spec.yaml", "--lmit", "3"],
    ["spec.yaml", "--limit"], ["spec.yaml", "--limit", "-1"], ["spec.yaml", "--limit", "many"],
    ["spec.yaml", "--workers", "0"], ["spec.yaml", "--kind", "sync", "--workers", "2"],
    ["spec.yaml", "--set", "1=x"], ["spec.yaml", "--halt", "5"], ["spec.yaml", "--drain", "5"],
    ["spec.yaml", "--"], ["spec.yaml", "--generate-completion-script"],
  ])
  func `what needs an explanation is left to the argument parser`(_ words: [String]) {
    #expect(QuickCommand.runRequest(words) == nil)
  }

  @Test func `whatever the quick way reads of run, the argument parser reads alike`() throws {
    let words = [
      "spec.yaml", "-", "--", "", "x", "--set", "A=1", "--kind", "thread", "sync", "--workers", "3",
      "--limit", "-2", "12", "--report", "r.json", "--halt", "fail=3", "--drain", "5s", "-q",
      "--quiet", "--limit=4", "-qq", "--he", "é", "--report=r", "99999999999999999999",
    ]
    let read = try agreements(words, QuickCommand.runRequest) { try RunCommand.parse($0).request }
    #expect(read > 100)
  }

  @Test func `whatever the quick way reads of validate, the argument parser reads alike`() throws {
    let words = [
      "a.yaml", "-", "--", "", "--set", "A=1", "A", "--format", "json", "short", "human", "--deny",
      "warnings", "errors", "--no-plugins", "--format=json", "--no-plugin",
    ]
    let read = try agreements(words, QuickCommand.validateRequest) {
      try ValidateCommand.parse($0).request
    }
    #expect(read > 100)
  }

  /// Compares both ways over lines of words that a generator draws; how many the quick way read.
  private func agreements<Request>(
    _ words: [String],
    _ quick: ([String]) -> Request?,
    _ parse: ([String]) throws -> Request
  ) throws -> Int {
    var generator = SplitMix(seed: 20)
    var read = 0
    for _ in 0..<4000 {
      let line = (0..<Int.random(in: 1...6, using: &generator)).compactMap { _ in
        words.randomElement(using: &generator)
      }
      guard let request = quick(line) else { continue }
      read += 1
      #expect(try shown(parse(line)) == shown(request), "\(line)")
    }
    return read
  }

  private func shown(_ request: some Any) -> String {
    var text = ""
    dump(request, to: &text)
    return text
  }
}
