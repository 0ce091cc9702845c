/// A stage of a plan.
package struct StagePlan: Hashable, Sendable, Codable {
  /// What the stage does.
  package enum Work: Hashable, Sendable, Codable {
    /// Applies a transform; `isInverted` turns a filter's verdict round.
    case transform(name: String, Operator, Arguments, isInverted: Bool)
    /// Hands elements on in their order already, because everything upstream keeps it.
    case pass
    /// Collects all elements, spilling to disk, and emits them by element_index at the end.
    case sort
  }

  /// The name of its transform, if it has one.
  package var transformName: String? {
    if case .transform(let name, _, _, _) = work { name } else { nil }
  }

  /// Whether it gives nothing before it has seen everything, by an operator.
  package var isReduce: Bool {
    if case .transform(_, .reduce, _, _) = work { true } else { false }
  }

  package var id: String
  package var work: Work
  /// The ids of the sources and stages that feed it, as written; one named twice feeds twice.
  package var inputs: [String]
  package var kind: WorkerKind
  /// 1 for sync stages, whose workers are those of the stages that feed them; `Plan.workerCounts`
  /// counts these.
  package var workers: Int
  /// 0 is no limit; 0 for sync stages, which have no queue.
  package var maxsize: Int
  /// Whether the output keeps the order in which elements reached the stage's queue.
  package var isOrdered: Bool
  /// Nanoseconds that the transform may take for one element; 0 is no limit.
  package var timeout: Int64 = 0
  package var onError = ErrorPolicy()
  /// What each worker starts before its first element, in this order; closed in the other.
  package var onStart: [ResourcePlan] = []
  /// Which of them the transform's requests mean: local names by the names of the requests.
  ///
  /// An optional request that nothing answers is not among them.
  package var resourceNames: [String: String] = [:]
  /// What each worker does after its last element.
  package var onDone: [ActionPlan] = []
  /// The bytes that each worker process may allocate; 0 is no limit.
  package var memory = 0
  package var place: SourcePlace

  package init(
    id: String,
    work: Work,
    inputs: [String],
    kind: WorkerKind,
    workers: Int = 1,
    maxsize: Int = 0,
    isOrdered: Bool = false,
    place: SourcePlace
  ) {
    self.id = id
    self.work = work
    self.inputs = inputs
    self.kind = kind
    self.workers = workers
    self.maxsize = maxsize
    self.isOrdered = isOrdered
    self.place = place
  }
}
