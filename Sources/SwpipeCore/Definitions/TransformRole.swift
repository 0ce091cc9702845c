/// What the planner and the engine need to know of a transform.
package struct TransformRole: Sendable {
  package var operators: [Operator]
  package var accepts: Acceptance
  package var gives: ResultType
  package var waiting: Waiting
  package var cost: Cost
  /// True where one worker must see all elements (take, skip).
  package var needsOneWorker: Bool
  /// The resources that it uses.
  package var resources: [ResourceRequest]
  /// Makes one worker's transform; arguments were checked, what fails here fails the run.
  package var make:
    @Sendable (Arguments, Operator, TransformContext) throws(RunFailure) -> any Transform

  package init(
    operators: [Operator],
    accepts: Acceptance,
    gives: ResultType,
    waiting: Waiting = .computes,
    cost: Cost = .flat,
    needsOneWorker: Bool = false,
    resources: [ResourceRequest] = [],
    make:
      @escaping @Sendable (Arguments, Operator, TransformContext) throws(RunFailure)
      -> any Transform
  ) {
    self.operators = operators
    self.accepts = accepts
    self.gives = gives
    self.waiting = waiting
    self.cost = cost
    self.needsOneWorker = needsOneWorker
    self.resources = resources
    self.make = make
  }
}
