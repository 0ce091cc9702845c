/// What the engine asks of the language of expressions, which it does not know itself.
package struct ExpressionLanguage: Sendable {
  /// The text of an expression over `$worker_info`, with which a resource is started.
  package var text: @Sendable (_ program: String, WorkerInfo) throws(RunFailure) -> String
  /// The variables of the environment that a program reads; nil for all of them.
  package var environmentNames: @Sendable (_ program: String) -> Set<String>?

  package init(
    text: @escaping @Sendable (String, WorkerInfo) throws(RunFailure) -> String,
    environmentNames: @escaping @Sendable (String) -> Set<String>?
  ) {
    self.text = text
    self.environmentNames = environmentNames
  }

  /// For a catalog whose components have no expressions.
  package static let none = ExpressionLanguage(
    text: { (_, _) throws(RunFailure) in
      throw RunFailure(.internalCheck, "the catalog has no language of expressions")
    },
    environmentNames: { _ in [] }
  )
}
