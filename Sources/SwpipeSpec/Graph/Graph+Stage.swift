import SwpipeCore

extension Graph {
  /// A stage.
  struct Stage {
    enum Work {
      /// The operator of a stage that could not be read counts as map.
      case transform(Operator, Component)
      /// `ordered: true` as a stage of its own; `isSort` if it has to collect everything first.
      case ordered(isSort: Bool)
    }

    /// What was written.
    let spec: StageSpec
    /// `?` if it has neither an id nor an operator that could be read.
    let id: String
    let hasId: Bool
    let work: Work
    /// Empty if one of them is not known.
    let feeders: [Feeder]
    /// The types of the elements that it gives; empty if they are not known.
    let types: Set<ElementType>
    /// What each worker starts.
    let onStart: [Resource]
    /// Which of these the transform uses: local names by the names of its requests.
    let resourceNames: [String: String]
    let onDone: [Action]
    let onError: ErrorPolicy
    /// What it keeps from one element to the next.
    let state: StageState
    var workers: StageWorkers
  }
}

extension Graph.Stage {
  var settings: StageSettings { spec.settings }
  var kind: WorkerKind { workers.kind }

  /// What messages call it.
  var label: String { hasId ? "`\(id)`" : "the stage" }

  /// Nil for `ordered` as a stage of its own.
  var component: Component? {
    if case .transform(_, let component) = work { component } else { nil }
  }

  /// How its transform runs; nil if it has none, or one that is not known.
  var transform: TransformRole? { component?.transform }

  var isOrderedStage: Bool { if case .ordered = work { true } else { false } }
  /// Whether it gives nothing before it has seen everything, by an operator.
  var isReduce: Bool { if case .transform(.reduce, _) = work { true } else { false } }
  var isSort: Bool { if case .ordered(isSort: true) = work { true } else { false } }
}

/// In what a stage runs.
struct StageWorkers {
  var kind = WorkerKind.sync
  /// 1 for a sync stage.
  var count = 1
  /// 0 is no limit; 0 for a sync stage, which has no queue.
  var maxsize = 0
  /// Nanoseconds; 0 is off.
  var timeout: Int64 = 0
  /// Bytes of each worker process; 0 is no limit.
  var memory = 0
  /// Whether its output has the order of its input.
  var isOrdered = false
  /// Whether it is ordered because the spec says so, and not for the sake of one behind it.
  var isOrderedByKey = false
  /// In how many workers it runs: its own, or for a sync stage those that feed it.
  var spread = 1
  /// For a sync stage: the sources and stages in whose workers it runs.
  var heads: Set<Feeder> = []
}
