/// A plugin that a plan needs, with all that is known of its transforms, so that no worker has to ask
/// the plugin again.
package struct PluginPlan: Hashable, Sendable, Codable {
  /// What people call it: from its manifest or the spec, or made of its path.
  package var name: String
  package var program: PluginProgram
  package var transforms: [PluginTransform]

  package init(name: String, program: PluginProgram, transforms: [PluginTransform]) {
    self.name = name
    self.program = program
    self.transforms = transforms
  }
}
