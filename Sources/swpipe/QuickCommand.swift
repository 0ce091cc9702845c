private import ArgumentParser
internal import SwpipeCore
internal import SwpipeEngine
internal import SwpipeSpec

/// The commands that scripts start again and again, read without the argument parser.
enum QuickCommand {
  /// Runs the command of a plain command line; false where the parser has to read it.
  static func run(_ words: [String]) throws -> Bool {
    switch words.dropFirst().first {
    case "run":
      guard let request = runRequest(words.dropFirst(2)) else { return false }
      try request.run()
    case "validate":
      guard let request = validateRequest(words.dropFirst(2)) else { return false }
      try request.run()
    default: return false
    }
    return true
  }

  /// What the words after `swpipe run` ask for; nil leaves them to the parser.
  static func runRequest(_ words: some Sequence<String>) -> RunRequest? {
    typealias Line = QuickLine<RunRequest>
    var line = Line { request, word in
      if request.spec == nil { request.spec = word } else { request.paths.append(word) }
      return true
    }
    line.add(VariableOptions.set, repeatable: true) { add($1, to: &$0.variables.assignments) }
    line.add(VariableOptions.secrets) { Line.set(&$0.variables.secretsPath, $1) }
    line.add(OverrideOptions.kind) { Line.set(&$0.overrides.kind, WorkerKind(rawValue: $1)) }
    line.add(OverrideOptions.workers) { Line.set(&$0.overrides.workers, Int($1)) }
    line.add(RunCommand.limit) { Line.set(&$0.limit, Int64($1)) && ($0.limit ?? 0) >= 0 }
    line.add(RunOptions.report) { Line.set(&$0.settings.report, $1) }
    line.add(RunOptions.halt) { Line.set(&$0.settings.halt, try? HaltLimit.parse($1)) }
    line.add(RunOptions.drain) { Line.set(&$0.settings.drain, try? TimeSpan.parse($1)) }
    line.add(flag: RunOptions.quiet) { $0.settings.isQuiet = true }
    guard let request = line.read(words, into: RunRequest()), request.spec != nil,
      OverrideOptions.problem(with: request.overrides) == nil
    else { return nil }
    return request
  }

  /// What the words after `swpipe validate` ask for; nil leaves them to the parser.
  static func validateRequest(_ words: some Sequence<String>) -> ValidateRequest? {
    typealias Line = QuickLine<ValidateRequest>
    var line = Line { request, word in
      request.files.append(word)
      return true
    }
    line.add(VariableOptions.set, repeatable: true) { add($1, to: &$0.variables.assignments) }
    line.add(VariableOptions.secrets) { Line.set(&$0.variables.secretsPath, $1) }
    line.add(ValidateCommand.format) {
      Line.set(&$0.format, DiagnosticRenderer.Format(rawValue: $1))
    }
    line.add(ValidateCommand.deny) {
      $0.deniesWarnings = true
      return ValidateCommand.Denied(rawValue: $1) == .warnings
    }
    line.add(flag: PluginOptions.trust) { $0.plugins = .trust }
    guard let request = line.read(words, into: ValidateRequest()), !request.files.isEmpty else {
      return nil
    }
    return request
  }

  private static func add(_ assignment: String, to assignments: inout [String]) -> Bool {
    guard VariableSettings.isAssignment(assignment) else { return false }
    assignments.append(assignment)
    return true
  }
}
