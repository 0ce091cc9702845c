internal import SwpipeCore
internal import SwpipePluginTesting
internal import SwpipePlugins

/// Test points as lines of TAP, in the order in which they come.
///
/// Source: the Test Anything Protocol, version 14.
struct TestReport {
  private var count = 0
  private(set) var failed = 0

  /// The lines of one point.
  mutating func lines(of point: TestPoint) -> String {
    var text = count == 0 ? "TAP version 14\n" : ""
    count += 1
    let name = "\(count) - " + TestReport.escaped(point.name)
    switch point.verdict {
    case .passed(let notes):
      text += "ok \(name)\n" + notes.map { "# \(Printable.line($0))\n" }.joined()
    case .skipped(let reason): text += "ok \(name) # SKIP \(TestReport.escaped(reason))\n"
    case .failed(let message):
      failed += 1
      text += "not ok \(name)\n  ---\n  message: \(JSONText.quoted(message))\n  ...\n"
    }
    return text
  }

  /// The last lines: how many points there were, and that there could be no more.
  func end(isTestable: Bool) -> String {
    isTestable ? "1..\(count)\n" : "1..\(count)\nBail out! it has no manifest to test it by\n"
  }

  /// A description in which nothing is a directive.
  private static func escaped(_ text: String) -> String {
    var output = ""
    for character in Printable.line(text) {
      if character == "#" || character == "\\" { output.append("\\") }
      output.append(character)
    }
    return output
  }
}
