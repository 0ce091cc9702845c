/// Numbers of things as people read them.
package enum Counted {
  /// `1 element`, `2 elements`.
  package static func text(_ count: Int, _ noun: String) -> String {
    "\(count) \(noun)\(count == 1 ? "" : "s")"
  }
}
