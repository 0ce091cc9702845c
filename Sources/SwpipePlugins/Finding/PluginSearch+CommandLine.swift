private import Glibc
package import SwpipeCore

extension PluginSearch {
  /// The plugin that words of a command line name: a file, or a program and its arguments.
  package func program(of words: [String]) throws(PluginProblem) -> PluginProgram {
    if words.count == 1, let path = words.first {
      let isPath = path.contains("/") || path.hasSuffix(".py") || path.hasSuffix(".so")
      if access(path, F_OK) == 0 { return try PluginPath.program(of: path) }
      if isPath { throw PluginProblem(message: "there is no file `\(path)`") }
    }
    _ = try ProgramPath.find(words)
    return .frames(words)
  }

  /// What a plugin says of itself now, whatever it said before.
  package func describe(_ program: PluginProgram) throws(PluginProblem) -> PluginDescription {
    ManifestCache.forget(program)
    let manifest = try ManifestCache.manifest(of: program) { () throws(PluginProblem) in
      try self.manifest(of: program)
    }
    return PluginDescription(
      manifest: manifest,
      plan: PluginPlan(
        name: manifest.name ?? PluginPath.stem(of: program),
        program: program,
        transforms: manifest.transforms
      )
    )
  }
}
