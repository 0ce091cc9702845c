import SwpipeCore

/// Plugins that exist in tests only, by the names of their files and programs.
struct FixturePlugins: PluginFinder {
  func plugin(_ declaration: PluginDeclaration, startTimeout: Int64) throws(PluginProblem)
    -> FoundPlugin
  {
    switch declaration {
    case .path(let path) where path.hasSuffix("geo.so"),
      .path(let path) where path.hasSuffix("maps.so"):
      return found(path, .library(path), ["geo.distance"], threadUnsafe: path)
    case .path(let path) where path.hasSuffix("upper.so"):
      return found(path, .library(path), ["text.upper"])
    case .path(let path):
      throw PluginProblem(
        message: "there is no file `\(path)`",
        help: "paths of plugins are relative to the spec"
      )
    case .lines(let name, let words, _, _, let keepsState):
      return found(name, .lines(words), [name], keepsState: keepsState)
    case .command(let name, let words): return found(name ?? "p", .frames(words), ["score"])
    case .python(let name, let function, _, let interpreter):
      let own = function.split(separator: ":").last.map { String($0) } ?? function
      if function.hasPrefix("doubtful:") {
        var plugin = found("python", .frames(["python3"]), [name ?? own])
        plugin.warnings = [
          PluginProblem(message: "it has a lid that nothing opens", help: "lift it")
        ]
        return plugin
      }
      return found("python", .frames([interpreter ?? "python3"]), [name ?? own])
    }
  }

  func installed(offering transform: String) -> FoundPlugin? {
    transform == "installed.shout" ? found("i", .frames(["i"]), [transform]) : nil
  }

  private func found(
    _ name: String,
    _ program: PluginProgram,
    _ transforms: [String],
    threadUnsafe: String? = nil,
    keepsState: Bool = false
  ) -> FoundPlugin {
    FoundPlugin(
      plan: PluginPlan(
        name: name,
        program: program,
        transforms: transforms.map {
          PluginTransform(name: $0, summary: "S", operators: [.map])
        }
      ),
      definitions: transforms.map {
        definition($0, program, threadUnsafe: threadUnsafe, keepsState: keepsState)
      }
    )
  }

  /// `plain` takes none; `needy` has to have one, of which nothing is said.
  private func parameters(of name: String) -> [ParameterInfo] {
    switch name {
    case "plain": []
    case "needy": [ParameterInfo(name: "limit", type: .integer(0...9), isRequired: true, help: "")]
    default: [Parameter<Int64>.integer("threshold", in: 0...9, default: 5, "A number.").info]
    }
  }

  private func definition(
    _ name: String,
    _ program: PluginProgram,
    threadUnsafe: String?,
    keepsState: Bool
  ) -> Definition {
    var role = TransformRole(operators: [.map], accepts: .any, gives: .same) {
      (_, _, _) throws(RunFailure) in
      throw RunFailure(.internalCheck, "no test runs it")
    }
    if case .library = program {} else { role.hasOwnProcess = true }
    role.threadUnsafe = threadUnsafe
    role.keeps = keepsState ? .history : .nothing
    role.parameterNote = program.parameterNote
    return Definition(
      name: name,
      summary: "S",
      parameters: parameters(of: name),
      examples: [],
      role: .transform(role)
    )
  }
}
