/// A plugin that a plan needs, with all that is known of its transforms, so that no worker has to ask
/// the plugin again.
package struct PluginPlan: Hashable, Sendable, Codable {
  /// What people call it: from its manifest or the spec, or made of its path.
  package var name: String
  package var program: PluginProgram
  package var transforms: [PluginTransform]
  /// Of a filter: the line that ends each of its answers; nil where each is one line.
  package var end: String?
  /// Nanoseconds in which it must say what it offers, and in which a worker must start; 0 is what swpipe
  /// thinks fit.
  package var startTimeout: Int64 = 0

  package init(name: String, program: PluginProgram, transforms: [PluginTransform]) {
    self.name = name
    self.program = program
    self.transforms = transforms
  }
}
