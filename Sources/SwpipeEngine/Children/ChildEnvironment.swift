internal import SwpipeCore
private import SwpipeSystem

/// What a worker process sees of the environment: what programs need, and what its stages ask for.
enum ChildEnvironment {
  private static let usual: Set<String> = [
    "PATH", "HOME", "USER", "LANG", "TZ", "TMPDIR", backtraces,
  ]
  /// The variable by which Swift's runtime is told what to do in a crash.
  private static let backtraces = "SWIFT_BACKTRACE"

  /// The `NAME=value` strings for a process that runs these stages.
  static func strings(for stages: [StagePlan], _ catalog: Catalog) -> [String] {
    var collector = Collector(language: catalog.language)
    for stage in stages {
      if case .transform(let name, let work, let arguments, _) = stage.work {
        let known = work.standsAlone ? catalog.operators : catalog.transforms
        collector.collect(arguments, of: known[name])
      }
      for resource in stage.onStart {
        collector.collect(resource.arguments, of: catalog.resources[resource.component])
      }
      for action in stage.onDone {
        collector.collect(action.arguments, of: catalog.actions[action.component])
      }
    }
    let names = usual.union(collector.names)
    var found = ProcessEnvironment.all.filter { entry in
      let name = entry.prefix { $0 != "=" }
      return collector.takesAll || names.contains(String(name)) || name.hasPrefix("LC_")
    }
    // A backtrace takes seconds, for which a worker that has crashed would not be replaced.
    if !found.contains(where: { $0.hasPrefix(backtraces + "=") }) {
      found.append(backtraces + "=enable=no")
    }
    return found
  }

  /// The variables that arguments read.
  private struct Collector {
    let language: ExpressionLanguage
    var names: Set<String> = []
    /// Whether a program reads all of them.
    var takesAll = false

    mutating func collect(_ arguments: Arguments, of definition: Definition?) {
      for (name, argument) in arguments.values {
        let type = definition?.parameters.first { $0.name == name }?.type
        collect(argument, isProgram: type == .expression || type == .list(.expression))
      }
    }

    private mutating func collect(_ argument: Argument, isProgram: Bool) {
      switch argument {
      case .text(let text): if isProgram { collect(program: text) }
      case .template(let template):
        for part in template.parts {
          switch part {
          case .variable("env", let path):
            if case .name(let name)? = path.first { names.insert(name) }
          case .expression(let program): collect(program: program)
          case .literal, .element, .variable: break
          }
        }
      case .list(let items): for item in items { collect(item, isProgram: isProgram) }
      case .boolean, .integer, .number, .duration, .size, .path, .value: break
      }
    }

    private mutating func collect(program: String) {
      guard let found = language.environmentNames(program) else {
        takesAll = true
        return
      }
      names.formUnion(found)
    }
  }
}
