internal import SwpipePlugins

/// What a test of a plugin has come to.
package enum TestVerdict: Hashable, Sendable {
  /// Passed; with what is worth knowing all the same, a sentence each.
  case passed(notes: [String])
  /// It could not say anything, for this reason.
  case skipped(String)
  /// Failed; one sentence without a final full stop.
  case failed(String)
}
