/// What will run: every name resolved, every default filled in, checked.
///
/// A plan needs nothing of the spec's text. It is printed by `swpipe plan`, compared in tests and
/// sent to process workers as it is.
package struct Plan: Hashable, Sendable, Codable {
  package var name: String
  package var description: String?
  package var sources: [SourcePlan]
  /// In an order in which every stage stands behind those that feed it.
  package var stages: [StagePlan]
  package var sinks: [SinkPlan]
  package var limits: LimitsPlan
  /// Where elements go that failed for good, if a stage says so.
  package var deadLetter: SinkPlan?
  /// The plugins whose transforms the stages use.
  package var plugins: [PluginPlan] = []

  package init(
    name: String,
    description: String? = nil,
    sources: [SourcePlan],
    stages: [StagePlan],
    sinks: [SinkPlan],
    limits: LimitsPlan = LimitsPlan()
  ) {
    self.name = name
    self.description = description
    self.sources = sources
    self.stages = stages
    self.sinks = sinks
    self.limits = limits
  }
}
