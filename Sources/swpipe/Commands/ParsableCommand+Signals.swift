internal import ArgumentParser
private import CLinux

extension ParsableCommand {
  /// Lets Ctrl-C and its like end a command that has nothing to drain.
  func releaseSignals() {
    swp_release_signals()
  }
}
