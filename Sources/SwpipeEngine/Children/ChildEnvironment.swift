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
  static func strings(for stages: [StagePlan]) -> [String] {
    var names = usual
    for stage in stages {
      if case .transform(_, _, let arguments, _) = stage.work { collect(arguments, &names) }
      for resource in stage.onStart { collect(resource.arguments, &names) }
      for action in stage.onDone { collect(action.arguments, &names) }
    }
    var found = ProcessEnvironment.all.filter { entry in
      let name = entry.prefix { $0 != "=" }
      return names.contains(String(name)) || name.hasPrefix("LC_")
    }
    // A backtrace takes seconds, for which a worker that has crashed would not be replaced.
    if !found.contains(where: { $0.hasPrefix(backtraces + "=") }) {
      found.append(backtraces + "=enable=no")
    }
    return found
  }

  private static func collect(_ arguments: Arguments, _ names: inout Set<String>) {
    for argument in arguments.values.values { collect(argument, &names) }
  }

  /// Adds the names behind `$env` in a template.
  private static func collect(_ argument: Argument, _ names: inout Set<String>) {
    switch argument {
    case .template(let template):
      for case .variable("env", let path) in template.parts {
        if case .name(let name)? = path.first { names.insert(name) }
      }
    case .list(let items): for item in items { collect(item, &names) }
    case .text, .boolean, .integer, .number, .duration, .size, .value: break
    }
  }
}
