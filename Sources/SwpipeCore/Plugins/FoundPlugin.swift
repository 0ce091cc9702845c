/// A plugin that was found and asked.
package struct FoundPlugin: Sendable {
  package var plan: PluginPlan
  /// What it offers, as validate, list, explain and the engine know all components.
  package var definitions: [Definition]
  /// What the plugin itself says that its author has most likely overlooked.
  package var warnings: [PluginProblem]

  package init(plan: PluginPlan, definitions: [Definition], warnings: [PluginProblem] = []) {
    self.plan = plan
    self.definitions = definitions
    self.warnings = warnings
  }
}
