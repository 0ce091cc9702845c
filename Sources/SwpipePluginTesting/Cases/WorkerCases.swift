internal import SwpipeCore
internal import SwpipePlugins

/// Several workers, replaced ones, and elements that are given up.
struct WorkerCases {
  let tested: TestedJob

  private static let workers = 3

  var all: [TestCase] {
    var cases: [TestCase] = []
    let transform = tested.job.transform
    if !transform.needsOneWorker {
      let onThreads = !tested.subject.speaksFrames && transform.isThreadSafe
      cases.append(onThreads ? threaded : several)
    }
    cases.append(replaced)
    if tested.subject.speaksFrames, transform.concurrency > 1 { cases.append(cancelled) }
    return cases
  }

  private var several: TestCase {
    tested.test("serves \(Self.workers) workers at once") { () throws(TestObjection) in
      var talks: [TestTalk] = []
      for index in 0..<Self.workers { talks.append(try tested.start(index: index)) }
      for _ in 0..<tested.affordable(20) {
        for talk in talks { talk.send([tested.sample]) }
      }
      for talk in talks { try talk.awaitAnswers() }
      for talk in talks { try talk.done() }
      return TestedJob.notes(on: talks[0])
    }
  }

  private var threaded: TestCase {
    tested.test("serves \(Self.workers) workers on threads at once") { () throws(TestObjection) in
      let talk = try tested.start(threads: Self.workers)
      talk.send(Array(repeating: tested.sample, count: tested.affordable(20_000)))
      try talk.awaitAnswers()
      try talk.done()
      return TestedJob.notes(on: talk)
    }
  }

  private var replaced: TestCase {
    tested.test("works in the place of one that was killed") { () throws(TestObjection) in
      let first = try tested.start()
      first.send([tested.sample, tested.sample])
      first.channel.flush()
      first.end()
      let second = try tested.start(restarts: 1)
      second.number(from: 5_000_000_000)
      second.send([tested.sample, tested.sample])
      try second.awaitAnswers()
      try second.done()
      return TestedJob.notes(on: second)
    }
  }

  private var cancelled: TestCase {
    tested.test("answers elements once that are cancelled, before and after") {
      () throws(TestObjection) in
      let talk = try tested.start()
      let count = min(tested.job.transform.concurrency, 8)
      let ids = talk.send(Array(repeating: tested.sample, count: count))
      for id in ids { talk.cancel(id) }
      try talk.awaitAnswers()
      // Its answer and the word to give it up may have crossed.
      talk.cancel(ids.lowerBound)
      let last = talk.send([tested.sample]).lowerBound
      try talk.awaitAnswers()
      if tested.good != nil, let message = talk.answers[last]?.failure {
        throw .failed("fails the element after a cancelled one: \(message)")
      }
      return TestedJob.notes(on: talk)
    }
  }
}
