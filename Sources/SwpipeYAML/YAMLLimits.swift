/// What a spec may hold, so that no file can exhaust memory or the stack.
package enum YAMLLimits {
  /// The size of a file in bytes.
  package static let bytes = 16 << 20
  /// How deep collections may stand in one another, aliases counted where they are used.
  package static let depth = 100
  /// The number of nodes, the nodes of an alias counted each time it is used.
  package static let nodes = 1_000_000
  /// How many findings are collected from one file before composing stops.
  static let diagnostics = 200
}
