internal import SwpipeCore
internal import SwpipePlugins

/// A plugin under test: how its processes are started, and how long they are waited for.
struct TestSubject {
  /// The program that speaks frames; of a library, this program in its place.
  let words: [String]
  /// What its lines on standard error begin with.
  let label: String
  /// Whether the frames are the plugin's own, so that there is something to test in them.
  let speaksFrames: Bool
  /// Nanoseconds in which whatever is waited for must come.
  let timeout: Int64
  let children: any ChildStarter

  /// Starts a process; that of a library may have several workers, each on a thread of its own, which
  /// all get the same elements.
  func talk(threads: Int = 1) throws(TestObjection) -> TestTalk {
    let all = speaksFrames ? words : words + [String(threads)]
    do throws(RunFailure) {
      return TestTalk(try children.start(all, label: label, memory: 0, spares: true), self)
    } catch {
      throw .failed("could not be started: \(error.message)")
    }
  }
}
