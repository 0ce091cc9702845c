import SwpipeCore
import SwpipeJQ
import SwpipeYAML

/// Reads the arguments of one component as its definition wants them.
struct ArgumentReader {
  private let definition: Definition
  private let parameters: [ParameterInfo]
  private let scope: TemplateScope
  private let findings: Findings
  /// Arguments that the spec does not choose.
  private let fixed: [String: Argument]
  private var given: [String: SpecNode] = [:]
  private var values: [String: Argument] = [:]
  private var isComplete = true
  /// Parameters that a misspelled key most likely means, which are therefore not missing.
  private var guessed: Set<String> = []

  /// Takes the definition, and which parameters the spec may give here.
  init(
    definition: Definition,
    parameters: [ParameterInfo],
    scope: TemplateScope = TemplateScope(),
    fixed: [String: Argument] = [:],
    findings: Findings
  ) {
    self.definition = definition
    self.parameters = parameters
    self.scope = scope
    self.fixed = fixed
    self.findings = findings
  }

  /// The component with those of its arguments that are right.
  mutating func run(on written: ComponentSpec) -> Component {
    switch written.arguments {
    case .none: break
    case .null(let node): takeNull(node, written.nameSpan)
    case .unreadable:
      return Component(definition: definition, arguments: Arguments(), isWhole: false)
    case .first(let node): takeFirst(node)
    case .named(let entries):
      if let finding = ProgramText.unquoted(entries, of: definition) {
        findings.add([finding])
        return Component(definition: definition, arguments: Arguments(), isWhole: false)
      }
      for entry in entries { take(entry) }
    }
    let reader = ValueReader(findings: findings, scope: scope)
    for parameter in parameters {
      if let argument = fixed[parameter.name] {
        values[parameter.name] = argument
        continue
      }
      guard let node = given[parameter.name] else {
        if parameter.isRequired, !guessed.contains(parameter.name) { missing(parameter, written) }
        continue
      }
      if let value = reader.read(node, as: parameter.type, for: parameter.name) {
        values[parameter.name] = value
      } else {
        isComplete = false
      }
    }
    if isComplete { runOwnCheck(written) }
    return Component(
      definition: definition,
      arguments: Arguments(values),
      isWhole: isComplete,
      given: given
    )
  }

  private mutating func takeFirst(_ node: SpecNode) {
    guard let first = definition.parameters.first else {
      isComplete = false
      findings.error(
        .unknownArgument,
        "`\(definition.name)` takes no arguments",
        at: node.span,
        help: withNote("write `\(definition.name)` alone"),
        related: node.related
      )
      return
    }
    given[first.name] = node
  }

  /// Takes null in the place of the first argument: nothing where that may be missing.
  private mutating func takeNull(_ node: SpecNode, _ name: SourceSpan) {
    guard let first = definition.parameters.first else { return }
    if case .scalar(var scalar) = node.content, !scalar.expanded.isEmpty, !scalar.text.isEmpty,
      first.type.isText
    {
      // The letters of a variable are a text where one is due.
      scalar.scalar.style = .singleQuoted
      given[first.name] = SpecNode(
        content: .scalar(scalar),
        span: node.span,
        aliasSpan: node.aliasSpan
      )
      return
    }
    guard first.isRequired || MissingValue.isVariable(node),
      let help = MissingValue.help(node, isText: first.type.isText)
    else { return }
    isComplete = false
    guessed.insert(first.name)
    findings.error(
      .missingArgument,
      "the argument `\(first.name)` of `\(definition.name)` has no value",
      at: node.span.range.isEmpty ? name : node.span,
      help: help,
      related: node.related
    )
  }

  private mutating func take(_ entry: SpecEntry) {
    guard parameters.contains(where: { $0.name == entry.key }) else {
      isComplete = false
      unknown(entry)
      return
    }
    given[entry.key] = entry.value
  }

  private mutating func unknown(_ entry: SpecEntry) {
    let names = parameters.map(\.name)
    let help: String?
    if case .source = definition.role, entry.key == "on_error" {
      help =
        "it stands beside the source: "
        + "`{\(definition.name): {…}, on_error: \(entry.value.span.text)}`"
    } else if definition.offeredParameters.contains(where: { $0.name == entry.key }) {
      help = "only a `filter` has it"
    } else if names.isEmpty {
      help = withNote("it takes no arguments")
    } else {
      let choice = Wording.choice(entry.key, among: names, called: "parameters")
      let near = DidYouMean.suggestion(for: entry.key, among: names)
      if let near { guessed.insert(near) }
      help = near == nil ? choice.map(withNote) : choice
    }
    findings.error(
      .unknownArgument,
      "`\(definition.name)` has no parameter \(Wording.quote(entry.key))",
      at: entry.keySpan,
      help: help
    )
  }

  /// A help, and what the author of a plugin's transform has to know besides.
  private func withNote(_ help: String) -> String {
    guard case .transform(let role) = definition.role, let note = role.parameterNote else {
      return help
    }
    return "\(help); \(note)"
  }

  private mutating func missing(_ parameter: ParameterInfo, _ written: ComponentSpec) {
    isComplete = false
    findings.error(
      .missingArgument,
      "`\(definition.name)` needs the argument `\(parameter.name)`",
      at: written.nameSpan,
      help: parameter.help.isEmpty
        ? "write `\(Wording.definition(definition))`"
        : "`\(parameter.name)`: \(parameter.help)"
    )
  }

  private mutating func runOwnCheck(_ written: ComponentSpec) {
    guard let checkable else { return }
    for problem in definition.check(checkable) {
      if !problem.isWarning { isComplete = false }
      let node = problem.parameter.flatMap { given[$0] }
      let isLiteral = problem.parameter.flatMap { values[$0] }.map(isText) ?? false
      let range = isLiteral ? problem.range : nil
      let part = range.flatMap { range in node.map { $0.span(of: range) } }
      let say = problem.isWarning ? findings.warning : findings.error
      say(
        code(of: problem),
        problem.message,
        part ?? node?.span ?? written.nameSpan,
        problem.help,
        node?.related ?? []
      )
    }
  }

  /// The arguments as the definition knows them: those of a resource as a first worker has them.
  ///
  /// Nil where an expression fails for it, which the worker will tell.
  private var checkable: Arguments? {
    let arguments = Arguments(values)
    guard scope.isResource else { return arguments }
    let worker = WorkerInfo(index: 0, kind: .thread, stage: "stage")
    return try? arguments.resolved(for: worker, .jq)
  }

  private func isText(_ argument: Argument) -> Bool {
    if case .text = argument { true } else { false }
  }

  private func code(of problem: ArgumentProblem) -> DiagnosticCode {
    let type = parameters.first { $0.name == problem.parameter }?.type
    switch (type, problem.isWarning) {
    case (_, true): return .doubtfulScalar
    case (.pattern, false): return .invalidPattern
    case (_, false): return .invalidArgument
    }
  }
}

extension ParameterType {
  /// Whether a scalar stands for its letters.
  fileprivate var isText: Bool {
    switch self {
    case .text, .choice, .pattern, .expression, .path, .template, .file: true
    default: false
    }
  }
}
