import SwpipeCore

/// A stage between spec and plan: what was written, and what the resolvers have found out so far.
struct StageDraft {
  var spec: StageSpec
  /// Nil if nothing can name it, because it has neither an id nor a readable operator.
  var id: String?
  /// Nil if it has no transform, or none that is in the catalog.
  var component: CheckedComponent?
  /// What each worker starts, those that could not be read among them.
  var onStart: [ResourceDraft] = []
  /// Which of them the transform uses: local names by the names of its requests.
  var resourceNames: [String: String] = [:]
  var onDone: [ActionDraft] = []
  /// Nil if it is not known what it reads.
  var feeders: [Feeder]?
  /// The types of the elements that it gives; nil if they are not known.
  var types: Set<ElementType>?
  var kind = WorkerKind.sync
  var workers = 1
  var maxsize = 0
  var timeout: Int64 = 0
  var onError = ErrorPolicy()
  var memory = 0
  /// In how many workers it runs: its own, or for a sync stage those that feed it.
  var spread = 1
  /// For a sync stage: the sources and stages in whose workers it runs.
  var heads: Set<Feeder> = []
  var isOrdered = false
  /// Whether it is ordered because the spec says so, and not for the sake of one behind it.
  var isOrderedByKey = false
  /// For `ordered` as a stage of its own: whether it has to collect everything first.
  var isSort = false

  /// What messages call it.
  var label: String { id.map { "`\($0)`" } ?? "the stage" }
  var settings: StageSettings { spec.settings }
  var isOrderedStage: Bool { if case .ordered = spec.work { true } else { false } }
}
