internal import SwpipePlugins
internal import SwpipeSystem

/// How a plugin's process presents itself.
struct HandshakeCases {
  let subject: TestSubject

  /// Those that come after the first, which is the manifest itself.
  var all: [TestCase] {
    [sameManifest] + (subject.speaksFrames ? [strangeVersions, closed, cutFrame] : [])
  }

  /// HELLO and MANIFEST.
  func manifest() throws(TestObjection) -> PluginManifest {
    let talk = try subject.talk()
    let (manifest, _) = try talk.hello()
    return manifest
  }

  private var sameManifest: TestCase {
    TestCase(name: "two processes give the same manifest") { () throws(TestObjection) in
      let first = try subject.talk().hello()
      let second = try subject.talk().hello()
      guard first.1 == second.1 else {
        throw .failed("gives another manifest each time, so it is asked anew for each spec")
      }
      return []
    }
  }

  private var strangeVersions: TestCase {
    TestCase(name: "it refuses versions that it does not speak") { () throws(TestObjection) in
      let talk = try subject.talk()
      talk.sendHello(versions: "4000000, 4000001")
      let reason = try talk.refusalOfHello()
      return reason.isEmpty ? ["it refuses without a reason"] : []
    }
  }

  private var closed: TestCase {
    TestCase(name: "it ends once it has described itself and its standard input is closed") {
      () throws(TestObjection) in
      let talk = try subject.talk()
      _ = try talk.hello()
      let end = try talk.finish()
      return end.isSuccess ? [] : ["it \(end.words)"]
    }
  }

  private var cutFrame: TestCase {
    TestCase(name: "it ends when its standard input does, in the middle of a frame") {
      () throws(TestObjection) in
      let talk = try subject.talk()
      _ = try talk.hello()
      talk.channel.pending += [PluginFrame.mark, PluginFrame.Kind.start.rawValue, 0, 0, 200, 0]
      talk.channel.flush()
      _ = try talk.finish()
      return []
    }
  }
}
