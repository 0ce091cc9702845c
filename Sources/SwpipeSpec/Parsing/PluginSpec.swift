import SwpipeCore

/// An entry of `plugins:` as it was written, its paths put where the spec means them.
struct PluginSpec: Sendable {
  var declaration: PluginDeclaration
  /// Nanoseconds that it has to start; 0 where the spec does not say.
  var startTimeout: Int64 = 0
  /// What messages about the plugin point at.
  var span: SourceSpan
}
