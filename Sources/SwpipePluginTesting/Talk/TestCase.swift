internal import SwpipePlugins

/// One thing that a plugin is tested for.
struct TestCase {
  let name: String
  /// Does the test; what it returns is worth knowing although it passed.
  let run: () throws(TestObjection) -> [String]

  /// The test's outcome; never throws, never takes longer than its waits may.
  func point() -> TestPoint {
    let verdict: TestVerdict
    do throws(TestObjection) {
      verdict = .passed(notes: try run())
    } catch {
      verdict =
        switch error {
        case .failed(let what): .failed("it \(what)")
        case .skipped(let reason): .skipped(reason)
        }
    }
    return TestPoint(name: name, verdict: verdict)
  }
}
