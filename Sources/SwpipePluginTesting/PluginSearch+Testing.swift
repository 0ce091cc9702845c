private import Glibc
package import SwpipeCore
package import SwpipePlugins

extension PluginSearch {
  /// Puts a plugin through the conformance kit.
  package func test(
    _ program: PluginProgram,
    _ options: PluginTest.Options,
    _ report: @escaping (TestPoint) -> Void
  ) throws(PluginProblem) -> PluginTest.Ending {
    let words: [String]
    switch program {
    case .frames(let command):
      _ = try ProgramPath.find(command)
      words = command
    case .library(let path):
      // That it cannot be loaded at all is told better by who describes it.
      _ = try manifest(of: program)
      // A backtrace of a crash would take longer than the kit waits.
      setenv("SWIFT_BACKTRACE", "enable=no", 0)
      words = ["/proc/self/exe", "worker", LibraryServer.option, path]
    case .lines: preconditionFailure("a filter is no plugin of the command line")
    }
    let subject = TestSubject(
      words: words,
      label: PluginPath.stem(of: program),
      speaksFrames: words.first != "/proc/self/exe",
      timeout: options.timeout,
      children: try childStarter()
    )
    return try PluginTest(subject, options, report).run()
  }
}
