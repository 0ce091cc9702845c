private import Glibc
internal import SwpipeCore
internal import SwpipeEngine

/// `swpipe worker PARENT`: a worker process, which `swpipe run` starts for itself.
///
/// It is no command like the others: nobody types it, and it must start at once, so it goes past the
/// argument parser.
enum WorkerCommand {
  /// Is the worker process, if the command line says so, and then never returns.
  static func runIfAsked() {
    let words = CommandLine.arguments
    guard words.count > 1, words[1] == "worker" else { return }
    if words.count == 3, let parent = Int32(words[2]) {
      WorkerProcess.run(parent: parent, catalog: Components.catalog)
    }
    StandardError.write("error: `swpipe worker` is what `swpipe run` starts for `kind: process`\n")
    _exit(ExitStatus.usage.rawValue)
  }
}
