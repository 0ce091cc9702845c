/// What the planner and the engine need to know of a resource.
package struct ResourceRole: Sendable {
  /// The scopes it can have.
  package var scopes: [ResourcePlan.Scope]
  /// Whether one with `scope: run` can serve worker processes; where not, validation refuses it.
  package var servesProcesses: Bool
  /// Whether it shows a value as a whole, which a plugin can be given.
  package var showsValue: Bool
  /// What it keeps from one element to the next for the transforms that use it, given its arguments.
  package var keeps: @Sendable (Arguments) -> KeptState
  /// Starts it; what fails here stops the run with 69.
  package var make: @Sendable (Arguments, ResourceContext) throws(RunFailure) -> any Resource

  package init(
    scopes: [ResourcePlan.Scope] = [.worker, .run],
    servesProcesses: Bool = false,
    showsValue: Bool = false,
    keeps: @escaping @Sendable (Arguments) -> KeptState = { _ in .nothing },
    make: @escaping @Sendable (Arguments, ResourceContext) throws(RunFailure) -> any Resource
  ) {
    self.scopes = scopes
    self.servesProcesses = servesProcesses
    self.showsValue = showsValue
    self.keeps = keeps
    self.make = make
  }
}
