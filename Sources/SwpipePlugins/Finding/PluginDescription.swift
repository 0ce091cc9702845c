package import SwpipeCore

/// All that a plugin says of itself.
package struct PluginDescription: Sendable {
  package var manifest: PluginManifest
  /// The same as a plan has it.
  package var plan: PluginPlan
}
