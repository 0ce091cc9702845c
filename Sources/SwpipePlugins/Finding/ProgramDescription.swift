internal import SwpipeCore

/// Asks a program that speaks frames what it offers.
enum ProgramDescription {
  /// Starts it, says HELLO, and ends it; not more than 10 seconds.
  static func manifest(of words: [String], _ children: any ChildStarter)
    throws(PluginProblem) -> PluginManifest
  {
    _ = try ProgramPath.find(words)
    let label = words.first?.split(separator: "/").last.map { String($0) } ?? "plugin"
    let child: any Child
    do throws(RunFailure) {
      child = try children.start(words, label: label, memory: 0)
    } catch {
      throw PluginProblem(message: error.message, help: error.help)
    }
    let channel = ProcessChannel(child, stop: -1)
    do throws(ProcessLoss) {
      let manifest = try FramesGreeting.hello(channel)
      children.end(child)
      return manifest
    } catch {
      if error == .ended { _ = channel.awaitEnd() }
      let words = children.end(child)
      switch error {
      case .broke(let what), .repeated(let what):
        throw PluginProblem(message: "it \(what)", help: help(for: what))
      case .timedOut:
        throw PluginProblem(
          message: "it did not say what it offers within 10 seconds",
          help: filterHelp
        )
      case .ended, .stopped:
        throw PluginProblem(
          message: "its process \(words) before it said what it offers",
          help: "what it wrote to standard error stands above, if anything"
        )
      }
    }
  }

  private static let filterHelp =
    "a filter that knows nothing of frames is declared with `framing: lines`"

  /// What a filter does with HELLO: it writes something else, or the frame itself.
  private static func help(for what: String) -> String? {
    what.contains("no frame") || what.contains("only swpipe sends") ? filterHelp : nil
  }
}
