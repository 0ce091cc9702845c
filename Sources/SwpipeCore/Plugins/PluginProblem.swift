/// Why a plugin cannot be used: what validation says at its place in the spec, and the run by itself.
package struct PluginProblem: Error, Hashable, Sendable {
  /// One sentence without a final full stop.
  package var message: String
  package var help: String?

  package init(message: String, help: String? = nil) {
    self.message = message
    self.help = help
  }
}
