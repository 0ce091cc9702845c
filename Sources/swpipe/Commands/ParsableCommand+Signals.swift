internal import ArgumentParser
private import SwpipeSystem

extension ParsableCommand {
  /// Lets Ctrl-C and its like end a command that has nothing to drain.
  func releaseSignals() {
    Signals.release()
  }
}
