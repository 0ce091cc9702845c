package import SwpipeCore
internal import Synchronization

/// Finds the plugins that specs name, and asks them what they offer, each once.
package final class PluginSearch: PluginFinder {
  private let children: @Sendable () throws(RunFailure) -> any ChildStarter
  private let starter = Lock<(any ChildStarter)?>(nil)
  private let installed = Lock<[FoundPlugin]?>(nil)

  /// `children` is called once, when the first plugin has to be started.
  package init(children: @escaping @Sendable () throws(RunFailure) -> any ChildStarter) {
    self.children = children
  }

  package func plugin(_ declaration: PluginDeclaration, startTimeout: Int64 = 0)
    throws(PluginProblem) -> FoundPlugin
  {
    switch declaration {
    case .lines(let name, let words, let gives, let end, let keepsState):
      _ = try ProgramPath.find(words)
      var plan = FilterPlugin.plan(name, words, gives: gives, end: end)
      for index in plan.transforms.indices { plan.transforms[index].keepsState = keepsState }
      return found(plan)
    case .path(let path):
      return try plugin(PluginPath.program(of: path), name: nil, startTimeout: startTimeout)
    case .command(let name, let words):
      return try plugin(.frames(words), name: name, startTimeout: startTimeout)
    case .python(let name, let function, let folder, let interpreter):
      let words = PluginPath.python(name, function, folder: folder, interpreter)
      return try plugin(.frames(words), name: name ?? function, startTimeout: startTimeout)
    }
  }

  /// What a program or library offers.
  package func plugin(_ program: PluginProgram, name: String?, startTimeout: Int64 = 0)
    throws(PluginProblem) -> FoundPlugin
  {
    let manifest = try ManifestCache.manifest(of: program) { () throws(PluginProblem) in
      try self.manifest(of: program, within: startTimeout)
    }
    var plan = PluginPlan(
      name: name ?? manifest.name ?? PluginPath.stem(of: program),
      program: program,
      transforms: manifest.transforms
    )
    plan.startTimeout = startTimeout
    return found(plan, manifest.warnings)
  }

  private func found(_ plan: PluginPlan, _ warnings: [String] = []) -> FoundPlugin {
    FoundPlugin(
      plan: plan,
      definitions: plan.definitions,
      warnings: warnings.map { warning in
        let parts = warning.split(separator: "\n", maxSplits: 1).map { String($0) }
        return PluginProblem(
          message: parts.first ?? "",
          help: parts.count > 1 ? parts[1] : nil
        )
      }
    )
  }

  package func installed(offering transform: String) -> FoundPlugin? {
    // One after the other, so that none is started whose answer is not needed.
    for path in InstalledPlugins.paths {
      guard let plugin = try? plugin(.path(path)) else { continue }
      if plugin.plan.transforms.contains(where: { $0.name == transform }) { return plugin }
    }
    return nil
  }

  /// All plugins that no spec has to declare, those left out that cannot be asked.
  package var allInstalled: [FoundPlugin] {
    if let known = installed.withLock({ $0 }) { return known }
    let found = InstalledPlugins.paths.compactMap { try? plugin(.path($0)) }
    installed.withLock { $0 = found }
    return found
  }

  /// What a program or library says of itself when it is asked now.
  ///
  /// `limit` is how many nanoseconds it has for that; 0 is what swpipe thinks fit.
  package func manifest(of program: PluginProgram, within limit: Int64 = 0) throws(PluginProblem)
    -> PluginManifest
  {
    switch program {
    case .library(let path):
      return try LibraryDescription.manifest(
        of: path,
        limit: limit > 0 ? limit : LibraryDescription.limit
      )
    case .frames(let words):
      return try ProgramDescription.manifest(of: words, within: limit, childStarter())
    case .lines: preconditionFailure("a filter has nothing to say of itself")
    }
  }

  /// What starts the plugins' programs, made with the first of them.
  package func childStarter() throws(PluginProblem) -> any ChildStarter {
    do throws(RunFailure) {
      return try starter.withLock { (starter) throws(RunFailure) in
        if let starter { return starter }
        let made = try children()
        starter = made
        return made
      }
    } catch {
      throw PluginProblem(message: error.message, help: error.help)
    }
  }
}
