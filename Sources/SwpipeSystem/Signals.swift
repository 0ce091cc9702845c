private import CLinux

/// The signals that this process takes: INT, TERM, HUP, USR1 and WINCH, but those that were ignored when
/// it started.
package enum Signals {
  /// Blocks them for this thread and those that it starts, and ignores PIPE and XFSZ; called first of
  /// all, so that there is no thread that a signal could be delivered to.
  package static func take() {
    swp_take_signals()
  }

  /// Lets them have their usual effect again, on this thread.
  package static func release() {
    swp_release_signals()
  }

  /// Waits for one of them, no longer than so many nanoseconds, and without a limit where that is nil;
  /// nil where the time was over first.
  package static func wait(nanoseconds: Int64?) -> Int32? {
    let number = swp_wait_signal(nanoseconds.map { max(0, $0) } ?? -1)
    return number > 0 ? number : nil
  }

  /// Has the process say, before it ends by a signal of its own doing or by exit(3), in which of its
  /// threads that was, and how a library of a plugin is kept apart.
  package static func tellCrashes() {
    swp_tell_crashes()
  }

  /// Says whose code this thread runs from now on, which is then told of a crash in the thread's stead;
  /// nil is swpipe's own.
  ///
  /// The words are not copied.
  package static func noteForeignCode(_ words: UnsafePointer<CChar>?) {
    swp_note_foreign_code(words)
  }
}
