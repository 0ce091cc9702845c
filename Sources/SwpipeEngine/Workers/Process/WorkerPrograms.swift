package import SwpipeCore

/// Starts programs outside of a run, as when a plugin is asked what it offers.
package enum WorkerPrograms {
  /// A starter of its own, whose processes all end with it.
  package static func starter(log: any LogWriter) throws(RunFailure) -> any ChildStarter {
    try ChildProcesses(executable: "/proc/self/exe", log: log, events: Parker())
  }
}
