private import Glibc
private import SwpipeSystem

/// Says while a library's code runs whose it is, so that its crash is not blamed on the thread alone.
///
/// A sync stage runs in the thread of the source or stage that feeds it, which has another name.
final class ForeignCode {
  let words: UnsafeMutablePointer<CChar>?

  init(stage: String, transform: String, path: String) {
    words = strdup("stage `\(stage)`: the transform `\(transform)` of the plugin \(path)")
  }

  deinit { free(words) }

  /// Runs the library's code; two stores for a call.
  @inline(__always)
  func run<Result, Failure: Error>(_ body: () throws(Failure) -> Result) throws(Failure) -> Result {
    Signals.noteForeignCode(words)
    defer { Signals.noteForeignCode(nil) }
    return try body()
  }
}
