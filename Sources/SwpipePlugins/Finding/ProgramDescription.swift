internal import SwpipeCore
internal import SwpipeSystem

/// Asks a program that speaks frames what it offers.
enum ProgramDescription {
  /// Starts it, says HELLO, and ends it; `limit` is how many nanoseconds that may take, 0 is 10 seconds.
  static func manifest(of words: [String], within limit: Int64 = 0, _ children: any ChildStarter)
    throws(PluginProblem) -> PluginManifest
  {
    _ = try ProgramPath.find(words)
    let python = PythonProgram(words)
    let label = words.first?.split(separator: "/").last.map { String($0) } ?? "plugin"
    let child: any Child
    do throws(RunFailure) {
      child = try children.start(words, label: label, memory: 0)
    } catch {
      throw PluginProblem(message: error.message, help: error.help)
    }
    let channel = ProcessChannel(child, stop: -1)
    do throws(ProcessLoss) {
      let manifest = try FramesGreeting.hello(channel, within: limit)
      children.end(child)
      return manifest
    } catch {
      if error == .ended { _ = channel.awaitEnd() }
      let end = children.end(child)
      switch error {
      case .broke(let what), .repeated(let what):
        let (reason, rest) = firstLine(of: what)
        throw PluginProblem(
          message: "it \(reason)",
          help: rest ?? help(for: what, isPython: python != nil)
        )
      case .timedOut:
        let time = Duration.text(nanoseconds: limit > 0 ? limit : FramesGreeting.helloLimit)
        throw PluginProblem(
          message: "it did not say what it offers within \(time)",
          help: slowHelp(isPython: python != nil)
        )
      case .ended, .stopped:
        throw PluginProblem(
          message: "its process \(end.words) before it said what it offers",
          help: python?.help(for: end, children)
            ?? "what it wrote to standard error stands above, if anything"
        )
      }
    }
  }

  /// The first line of a reason, and where there are more, such as the places of an exception, those
  /// without their common indent.
  private static func firstLine(of reason: String) -> (Substring, rest: String?) {
    let lines = reason.split(separator: "\n")
    guard let first = lines.first, lines.count > 1 else { return (Substring(reason), nil) }
    let rest = lines.dropFirst().map { $0.hasPrefix("  ") ? $0.dropFirst(2) : $0 }
    return (first, rest.joined(separator: "\n"))
  }

  /// What to do about a program that says nothing for long.
  private static func slowHelp(isPython: Bool) -> String {
    let time = "`start_timeout: 1m` in its entry of `plugins:` gives it more time"
    return isPython
      ? "its imports may take long: move what is slow into `on_start`, which has a minute; or \(time)"
      : "it may be slow to start: \(time); \(filterHelp)"
  }

  private static let filterHelp =
    "a filter that knows nothing of frames is declared with `framing: lines`"

  /// What a filter does with HELLO: it writes something else, or the frame itself.
  ///
  /// Python code writes something else where it prints before the kit has taken standard output.
  private static func help(for what: String, isPython: Bool) -> String? {
    guard what.contains("no frame") || what.contains("only swpipe sends") else { return nil }
    return isPython ? PythonProgram.printHelp : filterHelp
  }
}
