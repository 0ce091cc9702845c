/// What a plugin is and how it is talked to.
package enum PluginProgram: Hashable, Sendable, Codable {
  /// A shared library that exports the functions of swpipe_plugin.h, by its path.
  case library(String)
  /// A program and its arguments that speaks the frames of docs/plugin-protocol.md.
  case frames([String])
  /// A program and its arguments that turns each line into one line.
  case lines([String])

  /// What messages call it: the path, or the command as a shell would show it.
  package var description: String {
    switch self {
    case .library(let path): path
    case .frames(let words), .lines(let words): words.joined(separator: " ")
    }
  }
}
