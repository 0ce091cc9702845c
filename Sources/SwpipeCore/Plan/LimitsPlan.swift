/// The run-wide limits of a plan.
package struct LimitsPlan: Hashable, Sendable, Codable {
  /// What waiting elements may hold, in bytes; sources wait when it is spent.
  package var memory: Int
  /// The largest element, in bytes.
  package var element: Int
  /// What the evaluation of an expression may take for one element, in bytes.
  package var evaluation: Int

  package init(memory: Int = 512 << 20, element: Int = 1 << 30, evaluation: Int = 256 << 20) {
    self.memory = memory
    self.element = element
    self.evaluation = evaluation
  }
}
