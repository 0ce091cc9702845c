/// What the planner and the engine need to know of a transform.
package struct TransformRole: Sendable {
  package var operators: [Operator]
  package var accepts: Acceptance
  package var gives: ResultType
  /// Whether it makes of a text the JSON that it is, so that help names it where JSON is needed.
  package var parsesJSON: Bool
  package var waiting: Waiting
  package var cost: Cost
  /// True where one worker must see all elements (take, skip).
  package var needsOneWorker: Bool
  /// What it keeps from one element to the next itself; what its resources keep is theirs to say.
  package var keeps: KeptState
  /// Whether its work is done by a process of its own in each worker, a `RemoteTransform`; such a
  /// stage is of kind process unless it says otherwise.
  package var hasOwnProcess = false
  /// How many elements one worker works on at once, where it has a process of its own.
  package var concurrency = 1
  /// What must not run on several threads at once, by a name; nil where all may.
  package var threadUnsafe: String?
  /// What to add where a spec gives it a parameter that it lacks; see `PluginProgram.parameterNote`.
  package var parameterNote: String?
  /// What to add where a spec asks it for an operator that it does not serve.
  package var operatorNote: String?
  /// The resources that it uses.
  package var resources: [ResourceRequest]
  /// Whether this is the transform that runs a program written in the place of a transform's name.
  ///
  /// The program becomes its first argument. Only one transform of a catalog does that.
  package var takesPrograms: Bool
  /// Makes one worker's transform; arguments were checked, what fails here fails the run.
  package var make:
    @Sendable (Arguments, Operator, TransformContext) throws(RunFailure) -> any Transform

  package init(
    operators: [Operator],
    accepts: Acceptance,
    gives: ResultType,
    parsesJSON: Bool = false,
    takesPrograms: Bool = false,
    waiting: Waiting = .computes,
    cost: Cost = .flat,
    needsOneWorker: Bool = false,
    keeps: KeptState = .nothing,
    resources: [ResourceRequest] = [],
    make:
      @escaping @Sendable (Arguments, Operator, TransformContext) throws(RunFailure)
      -> any Transform
  ) {
    self.operators = operators
    self.accepts = accepts
    self.gives = gives
    self.parsesJSON = parsesJSON
    self.takesPrograms = takesPrograms
    self.waiting = waiting
    self.cost = cost
    self.needsOneWorker = needsOneWorker
    // One worker must see all elements because what it does with one depends on those before.
    self.keeps = needsOneWorker ? .history : keeps
    self.resources = resources
    self.make = make
  }
}
