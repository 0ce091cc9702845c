/// What a plugin is and how it is talked to.
package enum PluginProgram: Hashable, Sendable, Codable {
  /// A shared library that exports the functions of swpipe_plugin.h, by its path.
  case library(String)
  /// A program and its arguments that speaks the frames of docs/plugin-protocol.md.
  case frames([String])
  /// A program and its arguments that turns each line into one line.
  case lines([String])

  /// The package for plugins in Python, which also serves plain functions.
  package static let pythonKit = "swpipe_plugin"

  /// What messages call it: the path, or the command as a shell would show it.
  package var description: String {
    switch self {
    case .library(let path): path
    case .frames(let words), .lines(let words): words.joined(separator: " ")
    }
  }

  /// Whether it is a program that Python runs and that speaks frames, as far as its words tell.
  package var isPython: Bool {
    guard case .frames(let words) = self, let program = words.first else { return false }
    let name = program.split(separator: "/").last ?? ""
    return name.hasPrefix("python")
      || words.contains { $0.hasSuffix(".py") || $0 == PluginProgram.pythonKit }
  }

  /// What the author of its transforms may not know where a spec gives a parameter that they lack.
  package var parameterNote: String? {
    isPython ? "in Python, a parameter that a spec gives stands behind a `*`" : nil
  }
}
