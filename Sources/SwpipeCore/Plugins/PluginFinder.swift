/// Where a spec's plugins come from: asks them what they offer.
package protocol PluginFinder: Sendable {
  /// The plugin that a spec declares, with what it says of its transforms.
  ///
  /// `startTimeout` is how many nanoseconds it has for that, and for the start of a worker; 0 is what
  /// swpipe thinks fit.
  func plugin(_ declaration: PluginDeclaration, startTimeout: Int64) throws(PluginProblem)
    -> FoundPlugin

  /// The plugin among the installed ones that offers a transform; nil if none does.
  ///
  /// Those that cannot be asked are left out, since no spec has named them.
  func installed(offering transform: String) -> FoundPlugin?
}
