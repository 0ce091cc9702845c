private import Glibc
internal import SwpipeCore
internal import SwpipeEngine
internal import SwpipePluginTesting
internal import SwpipePlugins
private import SwpipeSystem

/// `swpipe worker PARENT`: a worker process, which `swpipe run` starts for itself; or one that keeps a
/// plugin's program, or one that asks a library for its manifest, or that a library is tested in.
///
/// It is no command like the others: nobody types it, and it must start at once, so it goes past the
/// argument parser.
enum WorkerCommand {
  /// Is the worker process, if the command line says so, and then never returns.
  static func runIfAsked() {
    let words = CommandLine.arguments
    guard words.count > 1, words[1] == "worker" else { return }
    if words.count > 5, words[2] == Spawner.guarding || words[2] == Spawner.sparingGuard {
      guardProgram(Array(words[3...]), spares: words[2] == Spawner.sparingGuard)
    }
    if words.count == 5, words[2] == "--describe", let parent = Int32(words[3]) {
      LibraryDescriber.run(words[4], parent: parent)
    }
    if words.count == 5, words[2] == LibraryServer.option, let threads = Int(words[4]) {
      LibraryServer.run(words[3], threads: threads)
    }
    if words.count == 3, let parent = Int32(words[2]) {
      WorkerProcess.run(parent: parent) { Components.catalog(for: $0) }
    }
    StandardError.write("error: `swpipe worker` is what `swpipe run` starts for `kind: process`\n")
    _exit(ExitStatus.usage.rawValue)
  }

  /// Runs the program of a plugin or of an action: `PARENT MEMORY PROGRAM ARGUMENT…`.
  ///
  /// A process of swpipe's stays between, so that the program and all that it has started go when the
  /// run is killed, whatever they do.
  private static func guardProgram(_ words: [String], spares: Bool) {
    guard let parent = Int32(words[0]), let memory = Int(words[1]) else { return }
    if PluginProgram.frames(Array(words[2...])).isPython { PythonKit.offer() }
    Spawner.guardProgram(parent: parent, memory: memory, spares: spares, Array(words[2...]))
  }
}
