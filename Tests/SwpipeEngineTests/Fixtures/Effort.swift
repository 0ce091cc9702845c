/// How much of their work the tests do: all of it, or a tenth in builds for the thread sanitizer, which
/// make everything many times slower and look for something else.
enum Effort {
  #if THREAD_SANITIZER
  private static let divisor = 10
  #else
  private static let divisor = 1
  #endif

  /// The part of so many elements or rounds that is done.
  static func part(of count: Int) -> Int { count / divisor }

  /// The part of a test's cases that is run, evenly spread.
  static func some<Case>(of cases: [Case]) -> [Case] {
    cases.indices.filter { ($0 + 1) % min(divisor, 4) == 0 }.map { cases[$0] }
  }
}
