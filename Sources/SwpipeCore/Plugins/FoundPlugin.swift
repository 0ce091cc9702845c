/// A plugin that was found and asked.
package struct FoundPlugin: Sendable {
  package var plan: PluginPlan
  /// What it offers, as validate, list, explain and the engine know all components.
  package var definitions: [Definition]

  package init(plan: PluginPlan, definitions: [Definition]) {
    self.plan = plan
    self.definitions = definitions
  }
}
