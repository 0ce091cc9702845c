private import Glibc
internal import SwpipeCore
internal import SwpipePlugins
private import SwpipeSystem

/// Frames as pipes may bring them: in pieces, many at once, and answers that nobody reads yet.
struct FrameCases {
  let tested: TestedJob

  /// Nanoseconds in which a process that sleeps and takes nothing more is taken to wait for its reader.
  private static let stall: Int64 = 250_000_000

  var all: [TestCase] { [pieces, heap, lateReader] }

  private var pieces: TestCase {
    tested.test("answers frames that come byte by byte") { () throws(TestObjection) in
      let talk = try tested.subject.talk()
      talk.sendHello(versions: "1")
      trickle(talk)
      _ = try talk.manifestOfSentHello()
      talk.sendStart(tested.job, index: 0, restarts: 0)
      trickle(talk)
      if let reason = try talk.refusalOfStart() {
        throw .skipped("it does not start: \(reason)")
      }
      talk.send([tested.sample, tested.sample])
      trickle(talk)
      try talk.awaitAnswers()
      talk.sendDone()
      trickle(talk)
      try talk.endedAfterSentDone()
      return TestedJob.notes(on: talk)
    }
  }

  private var heap: TestCase {
    tested.test("answers many frames that come at once") { () throws(TestObjection) in
      let talk = try tested.start()
      for _ in 0..<tested.affordable(2000) { talk.send([tested.sample]) }
      try talk.awaitAnswers()
      return TestedJob.notes(on: talk)
    }
  }

  private var lateReader: TestCase {
    tested.test("waits for a reader of its answers, and loses none") { () throws(TestObjection) in
      let talk = try tested.start()
      // More than fits into both pipes, where the elements come back as they are.
      let large = SampleElements.large(tested.job.type, 64 << 10)
      for _ in 0..<tested.affordable(64) { talk.send([tested.sample, large]) }
      fill(talk)
      try talk.awaitAnswers()
      return TestedJob.notes(on: talk)
    }
  }

  /// Sends until the process takes no more and sleeps: on a machine that is busy elsewhere it may
  /// take nothing for long and still be about to.
  private func fill(_ talk: TestTalk) {
    let (input, process) = (talk.channel.child.input, talk.channel.child.descriptor)
    let number = ProcessStatus.number(process)
    let deadline = MonotonicClock.now + tested.subject.timeout
    while MonotonicClock.now < deadline {
      talk.channel.flush()
      if talk.channel.unsentCount == 0 { return }
      var wait = DescriptorWait(process: process)
      (wait.output, wait.writes) = (input, true)
      guard let ready = try? wait.wait(nanoseconds: Self.stall) else { return }
      if !ready.subtracting(.writable).isEmpty { return }
      if ready.isEmpty, number.flatMap({ ProcessStatus($0) })?.isAsleep != false { return }
    }
  }

  /// Sends what is pending one byte at a time, each only once the one before was read.
  private func trickle(_ talk: TestTalk) {
    let bytes = talk.channel.pending
    talk.channel.pending = []
    let descriptor = talk.channel.child.input
    let deadline = MonotonicClock.now + tested.subject.timeout
    for byte in bytes {
      var byte = byte
      while write(descriptor, &byte, 1) < 0 {
        if errno != EINTR && errno != EAGAIN || MonotonicClock.now > deadline { return }
      }
      var waiting: Int32 = 1
      // One that reads late gets pieces that are larger, which is no fault.
      while ioctl(descriptor, UInt(FIONREAD), &waiting) == 0, waiting > 0,
        MonotonicClock.now < deadline
      {
        sched_yield()
      }
    }
  }
}
