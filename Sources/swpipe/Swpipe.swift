import ArgumentParser
private import Glibc
internal import SwpipeCore

/// The command `swpipe`.
struct Swpipe: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "swpipe",
    abstract: "Runs a pipeline that a YAML file declares.",
    discussion: """
      Elements (lines, JSON, rows) flow from a source through concurrent stages to a sink. Each stage \
      has its own workers and its own bounded queue.

      Examples:
        swpipe run spec.yaml                       the whole job, declared
        swpipe validate specs/                     in CI, before anything runs
        tail -f app.log | swpipe run spec.yaml     as a filter
        swpipe explain text.replace                what a transform takes and does
      """,
    version: SwpipeVersion.text,
    subcommands: [
      RunCommand.self, ReplayCommand.self, ValidateCommand.self, PlanCommand.self, ListCommand.self,
      ExplainCommand.self, PluginCommand.self, GenerateDocsCommand.self,
    ]
  )

  /// Parses the command line, runs the command and ends the process.
  ///
  /// Ends with `_exit`: a worker that is stuck in a system call can't hold it up.
  static func start() -> Never {
    let status: ExitStatus
    do {
      if try !QuickCommand.run(CommandLine.arguments) {
        var command = try parseAsRoot()
        try command.run()
      }
      status = .done
    } catch let end as CommandEnd {
      if let message = end.message { StandardError.write(end.text(message)) }
      status = end.status
    } catch {
      status = explain(error)
    }
    _exit(status.rawValue)
  }

  /// Prints what the argument parser has to say: help and versions are results, the rest errors.
  private static func explain(_ error: any Error) -> ExitStatus {
    let message = fullMessage(for: error)
    if exitCode(for: error) == .success {
      StandardOutput.write(message.isEmpty ? "" : message + "\n")
      return .done
    }
    // Its own prefix is capitalised; all other messages of this program begin in lower case.
    let prefix = "Error: "
    let text = message.hasPrefix(prefix) ? "error: " + message.dropFirst(prefix.count) : message
    StandardError.write(text + "\n")
    return .usage
  }
}
