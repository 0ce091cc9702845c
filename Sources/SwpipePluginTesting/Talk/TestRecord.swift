internal import SwpipePlugins

/// What the tests of one transform have found out together: whether it is of any use.
final class TestRecord {
  /// Whether it has answered any element and not failed it.
  private(set) var hasSucceeded = false
  /// Why it has not so far, in words that follow "it"; that of the first try counts.
  private(set) var reason: String?

  func noteSuccess() {
    hasSucceeded = true
  }

  func note(_ reason: String) {
    if self.reason == nil { self.reason = reason }
  }
}
