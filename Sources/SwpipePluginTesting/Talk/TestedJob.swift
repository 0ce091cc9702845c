internal import SwpipeCore
internal import SwpipePlugins
internal import SwpipeSystem

/// A job with what its first test has found out, which the others build on.
final class TestedJob {
  let job: TestJob
  let subject: TestSubject
  /// What the jobs of its transform have found out.
  private let record: TestRecord
  /// Elements of the command line, in the place of the usual ones.
  let own: [[UInt8]]
  /// An element that the plugin does not fail; nil while none is known.
  var good: [UInt8]?
  /// Whether usual elements were sent.
  private(set) var wasTried = false
  /// Whether it has failed the first test, so that all others would only fail for the same reason.
  var isBroken = false
  /// Nanoseconds for an element, about.
  var pace: Int64 = 1_000_000

  /// Of `own`, those count that are of the job's type.
  init(_ job: TestJob, _ subject: TestSubject, _ record: TestRecord, own: [[UInt8]]) {
    self.job = job
    self.subject = subject
    self.record = record
    self.own = own.filter { job.type == .text || TestedJob.isJSON($0) }
  }

  private static func isJSON(_ element: [UInt8]) -> Bool {
    do throws(JSONProblem) {
      try JSONScanner.check(element.span)
      return true
    } catch {
      return false
    }
  }

  var samples: [[UInt8]] { own.isEmpty ? SampleElements.usual(job.type) : own }

  /// An element that is answered, if any is known to be.
  var sample: [UInt8] { good ?? samples[0] }

  /// So many elements at most, fewer where they would take more than a second.
  func affordable(_ most: Int) -> Int {
    max(1, min(most, Int(1_000_000_000 / max(1, pace))))
  }

  /// A process that has answered START.
  func start(index: Int = 0, restarts: Int = 0, threads: Int = 1) throws(TestObjection) -> TestTalk
  {
    let talk = try subject.talk(threads: threads)
    talk.record = record
    if let reason = try talk.start(job, index: index, restarts: restarts) {
      record.note("does not start: \(reason); `--arguments` gives others")
      throw .skipped("it does not start: \(reason); `--arguments` gives others")
    }
    return talk
  }

  /// Sends usual elements, and learns from the answers what the other tests build on.
  func answerUsual() throws(TestObjection) -> [String] {
    wasTried = true
    let talk = try start()
    let begin = MonotonicClock.now
    let ids = talk.send(samples)
    try talk.awaitAnswers()
    pace = (MonotonicClock.now - begin) / Int64(samples.count)
    let good = zip(ids, samples).first { talk.answers[$0.0]?.failure == nil }
    self.good = good?.1
    let notes = TestedJob.notes(on: talk)
    if good == nil, let note = notes.first {
      record.note("fails every element: \(note); `--element` gives one that it takes")
      throw .skipped("\(note); `--element` gives one that it takes")
    }
    return notes
  }

  func test(_ name: String, _ run: @escaping () throws(TestObjection) -> [String]) -> TestCase {
    TestCase(name: "\(job.name): \(name)") { () throws(TestObjection) in
      if self.isBroken { throw .skipped("it does not even answer usual elements as it should") }
      return try run()
    }
  }

  /// What failed elements say, which is worth knowing and no fault.
  static func notes(on talk: TestTalk) -> [String] {
    let failures = talk.answers.sorted { $0.key < $1.key }.compactMap(\.value.failure)
    // A traceback may follow on further lines.
    guard let first = failures.first?.split(whereSeparator: \.isNewline).first else { return [] }
    let count = talk.answers.count
    return ["\(failures.count) of \(count) \(count == 1 ? "element" : "elements") failed: \(first)"]
  }
}
