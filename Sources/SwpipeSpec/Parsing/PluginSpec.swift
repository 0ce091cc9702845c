import SwpipeCore

/// An entry of `plugins:` as it was written, its paths put where the spec means them.
struct PluginSpec: Sendable {
  var declaration: PluginDeclaration
  /// What messages about the plugin point at.
  var span: SourceSpan
}
