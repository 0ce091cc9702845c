/// One value that describes a component: what validate, list, explain, the reference pages, the
/// example tests and the engine know of it.
package struct Definition: Sendable {
  /// The name that a spec uses, such as `text.upper`.
  package var name: String
  /// One sentence without a final full stop, for lists.
  package var summary: String
  /// Further paragraphs for explain and the reference page; may be empty.
  package var details: String
  /// In the order of the reference page.
  ///
  /// A scalar instead of arguments is the first one's.
  package var parameters: [ParameterInfo]
  /// At least three, one of them an edge; the tests run them all.
  ///
  /// Made when asked for: a run needs none of them, and start-up counts in milliseconds.
  package var examples: [Example] { makeExamples() }
  private let makeExamples: @Sendable () -> [Example]
  package var role: Role
  /// Checks that no parameter type can make, such as two arguments that exclude each other.
  package var check: @Sendable (Arguments) -> [ArgumentProblem]

  package enum Role: Sendable {
    case transform(TransformRole)
    case source(SourceRole)
    case sink(SinkRole)
    case resource(ResourceRole)
    case action(ActionRole)
  }

  package init(
    name: String,
    summary: String,
    details: String = "",
    parameters: [ParameterInfo] = [],
    examples: @escaping @Sendable @autoclosure () -> [Example],
    role: Role,
    check: @escaping @Sendable (Arguments) -> [ArgumentProblem] = { _ in [] }
  ) {
    self.name = name
    self.summary = summary
    self.details = details
    self.parameters = parameters
    makeExamples = examples
    self.role = role
    self.check = check
  }
}
