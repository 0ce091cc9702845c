internal import SwpipePlugins

/// What keeps a test from passing.
enum TestObjection: Error, Hashable {
  /// The plugin does what it must not do, in words that follow "it".
  case failed(String)
  /// The test says nothing of this plugin, and why.
  case skipped(String)
}
