internal import SwpipeCore
internal import SwpipePlugins
internal import SwpipeSystem

/// How a worker's process comes to its end.
struct EndCases {
  let tested: TestedJob

  var all: [TestCase] { [orderly] + (tested.subject.speaksFrames ? [cutOff, cutOffAtWork] : []) }

  private var orderly: TestCase {
    tested.test("ends after DONE with status 0, and leaves nothing behind") {
      () throws(TestObjection) in
      let talk = try tested.start()
      talk.send([tested.sample, tested.sample])
      try talk.awaitAnswers()
      let family = ProcessFamily(of: talk.channel.child)
      try talk.done()
      let end = try talk.finish { () throws(TestObjection) in
        let left = family?.survivors() ?? []
        if let name = left.first { throw .failed("left its child `\(name)` behind") }
      }
      if !end.isSuccess { throw .failed("\(end.words) after DONE") }
      return TestedJob.notes(on: talk)
    }
  }

  private var cutOff: TestCase {
    tested.test("ends when its standard input does") { () throws(TestObjection) in
      let talk = try tested.start()
      let end = try talk.finish(heedsOutput: false)
      return end.isSuccess ? [] : ["it \(end.words)"]
    }
  }

  private var cutOffAtWork: TestCase {
    tested.test("ends when its standard input does, elements open") { () throws(TestObjection) in
      if tested.pace > 250_000_000 { throw .skipped("its elements take too long for that") }
      let talk = try tested.start()
      talk.send([tested.sample, tested.sample, tested.sample])
      talk.channel.flush()
      let end = try talk.finish(heedsOutput: false)
      return end.isSuccess ? [] : ["it \(end.words)"]
    }
  }
}
