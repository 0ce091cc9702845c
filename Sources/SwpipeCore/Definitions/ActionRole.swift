/// What the planner and the engine need to know of an `on_done` action.
package struct ActionRole: Sendable {
  /// The resources that it uses.
  package var resources: [ResourceRequest]
  /// Whether it may wait for long, which a task worker must not do on a thread that others need.
  package var blocks: Bool
  /// Whether it runs a program of the user's choice, which has swpipe's environment.
  package var startsPrograms: Bool
  /// Does it; what fails here stops the run with 69.
  package var run: @Sendable (Arguments, ActionContext) throws(RunFailure) -> Void

  package init(
    resources: [ResourceRequest] = [],
    blocks: Bool = false,
    startsPrograms: Bool = false,
    run: @escaping @Sendable (Arguments, ActionContext) throws(RunFailure) -> Void
  ) {
    self.resources = resources
    self.blocks = blocks
    self.startsPrograms = startsPrograms
    self.run = run
  }
}
