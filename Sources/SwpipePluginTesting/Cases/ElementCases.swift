internal import SwpipeCore
internal import SwpipePlugins

/// Elements of all kinds, each of which must be answered once, whatever the answer.
struct ElementCases {
  let tested: TestedJob

  private static let hugeCount = 8 << 20

  var all: [TestCase] {
    var cases = [usual]
    switch tested.job.type {
    case .text: cases += [empty, notUTF8]
    case .json: cases += [odd]
    }
    cases.append(huge)
    if tested.job.transform.needsElementIndex { cases.append(nestedIndices) }
    return cases
  }

  private var usual: TestCase {
    // Both names have what `--only` chooses it by.
    let name = "answers \(tested.own.isEmpty ? "" : "the given elements instead of ")usual elements"
    return tested.test(name) { () throws(TestObjection) in
      do throws(TestObjection) {
        return try tested.answerUsual()
      } catch {
        if case .failed = error { tested.isBroken = true }
        throw error
      }
    }
  }

  private var empty: TestCase {
    tested.test("answers empty elements") { () throws(TestObjection) in
      try answer([[], tested.sample, [], []])
    }
  }

  private var notUTF8: TestCase {
    tested.test("answers bytes that are no UTF-8") { () throws(TestObjection) in
      try answer(SampleElements.notUTF8)
    }
  }

  private var odd: TestCase {
    tested.test("answers deep and rare JSON") { () throws(TestObjection) in
      try answer(SampleElements.oddJSON)
    }
  }

  private var huge: TestCase {
    tested.test("answers an element of \(SizeText.text(Self.hugeCount))") {
      () throws(TestObjection) in
      try answer([SampleElements.large(tested.job.type, Self.hugeCount)])
    }
  }

  private var nestedIndices: TestCase {
    tested.test("takes element indices with three numbers") { () throws(TestObjection) in
      let talk = try tested.start()
      talk.send([tested.sample, tested.sample], depth: 3)
      try talk.awaitAnswers()
      return TestedJob.notes(on: talk)
    }
  }

  /// Sends elements, each alone, and a usual one behind them, which must find the process well.
  private func answer(_ elements: [[UInt8]]) throws(TestObjection) -> [String] {
    let talk = try tested.start()
    for element in elements { talk.send([element]) }
    try talk.awaitAnswers()
    let notes = TestedJob.notes(on: talk)
    let last = talk.send([tested.sample]).lowerBound
    try talk.awaitAnswers()
    if tested.good != nil, let message = talk.answers[last]?.failure {
      throw .failed("fails a usual element after these, which it did not before: \(message)")
    }
    return notes
  }
}
