import SwpipeCore

/// Finds the components that the spec names, and has their arguments checked.
struct ComponentResolver {
  let catalog: Catalog
  /// Whether a transform that is not in the catalog may be one of a plugin that was not asked.
  let trustsNames: Bool
  let findings: Findings

  /// Fills in the components of the draft.
  func run(on draft: inout Draft) {
    if case .missing = draft.spec.sources {
      draft.sources[0].component = standard(BuiltinName.stdin, in: catalog.sources)
    }
    for (index, endpoint) in draft.spec.sources.written.enumerated() {
      draft.sources[index].component = endpoint.component.flatMap {
        self.endpoint($0, in: catalog.sources, .unknownSource, "source")
      }
    }
    for index in draft.stages.indices {
      guard case .transform(let operation, let written) = draft.stages[index].spec.work else {
        continue
      }
      draft.stages[index].component = transform(
        written,
        operation,
        TemplateScope(.element, of: draft.stages[index].spec)
      )
    }
    for index in draft.stages.indices {
      let spec = draft.stages[index].spec
      draft.stages[index].onDone = spec.onDone.map { written in
        let component = action(written, TemplateScope(.onDone, of: spec))
        return ActionDraft(nameSpan: written.nameSpan, component: component)
      }
    }
    if case .missing = draft.spec.sinks {
      draft.sinks[0].component = standard(BuiltinName.stdout, in: catalog.sinks)
    }
    for (index, endpoint) in draft.spec.sinks.written.enumerated() {
      draft.sinks[index].component = endpoint.component.flatMap {
        self.endpoint($0, in: catalog.sinks, .unknownSink, "sink")
      }
    }
    draft.deadLetter = draft.spec.deadLetter?.component.flatMap(deadLetter)
  }

  private func standard(_ name: String, in definitions: [String: Definition]) -> CheckedComponent {
    guard let definition = definitions[name] else {
      preconditionFailure("the catalog holds no \(name)")
    }
    return CheckedComponent(definition: definition, arguments: Arguments())
  }

  private func endpoint(
    _ written: ComponentSpec,
    in definitions: [String: Definition],
    _ code: DiagnosticCode,
    _ noun: String
  ) -> CheckedComponent? {
    guard let definition = definitions[written.name] else {
      unknown(written, code, definitions, noun)
      return nil
    }
    return check(written, definition, definition.parameters)
  }

  /// The sink for dead letters, which are always jsonl.
  private func deadLetter(_ written: ComponentSpec) -> CheckedComponent? {
    guard let definition = catalog.sinks[written.name] else {
      unknown(written, .unknownSink, catalog.sinks, "sink")
      return nil
    }
    let name = "format"
    guard definition.parameters.contains(where: { $0.name == name }) else {
      return check(written, definition, definition.parameters)
    }
    var result = check(
      written,
      definition,
      definition.parameters,
      fixed: [name: .text("jsonl")]
    )
    if let format = result.given[name] {
      if case .scalar(let scalar) = format.content, scalar.text == "jsonl" { return result }
      result.arguments = nil
      if case .unknown = format.content { return result }
      findings.error(
        .invalidArgument,
        "dead letters are always `jsonl`, not \(format.description)",
        at: format.span,
        help: "remove `format`",
        related: format.related
      )
    }
    return result
  }

  private func action(_ written: ComponentSpec, _ scope: TemplateScope) -> CheckedComponent? {
    guard let definition = catalog.actions[written.name] else {
      unknown(written, .unknownAction, catalog.actions, "action")
      return nil
    }
    return check(written, definition, definition.offeredParameters, scope)
  }

  private func transform(
    _ written: ComponentSpec,
    _ operation: Operator,
    _ scope: TemplateScope
  ) -> CheckedComponent? {
    guard let definition = catalog.transforms[written.name] else {
      if trustsNames { return nil }
      unknown(written, .unknownTransform, catalog.transforms, "transform")
      return nil
    }
    guard case .transform(let role) = definition.role else { return nil }
    guard role.operators.contains(operation) else {
      findings.error(
        .unservedOperator,
        "`\(written.name)` does not serve `\(operation.rawValue)`",
        at: written.nameSpan,
        help: "it serves \(Wording.list(role.operators.map(\.rawValue)))"
          + (role.operatorNote.map { "; \($0)" } ?? "")
      )
      return nil
    }
    var checked = check(written, definition, definition.parameters(for: operation), scope)
    // The verdict is the engine's to turn round, so the transform never sees the argument.
    let invert = Definition.invert.info.name
    if operation == .filter, let flag = checked.arguments?.values.removeValue(forKey: invert) {
      checked.isInverted = flag == .boolean(true)
    }
    return checked
  }

  private func check(
    _ written: ComponentSpec,
    _ definition: Definition,
    _ parameters: [ParameterInfo],
    _ scope: TemplateScope = TemplateScope(),
    fixed: [String: Argument] = [:]
  ) -> CheckedComponent {
    var check = ArgumentReader(
      definition: definition,
      parameters: parameters,
      scope: scope,
      fixed: fixed,
      findings: findings
    )
    var checked = check.run(on: written)
    // Which resource a request means is settled in the plan, the component never sees the argument.
    for request in definition.requests {
      if case .text(let name)? = checked.arguments?.values.removeValue(forKey: request.name) {
        checked.picked[request.name] = name
      }
    }
    return checked
  }

  private func unknown(
    _ written: ComponentSpec,
    _ code: DiagnosticCode,
    _ definitions: [String: Definition],
    _ noun: String
  ) {
    let form = MeantForm(catalog: catalog)
    if noun == "transform", let expression = form.expression(written.name) {
      findings.error(code, expression.message, at: written.nameSpan, help: expression.help)
      return
    }
    let meant =
      switch noun {
      case "source": form.endpoint(written, isSource: true)
      case "sink": form.endpoint(written, isSource: false)
      default: String?.none
      }
    let names = definitions.keys.sorted()
    // `upper` for `text.upper` is too far off for a misspelling, and yet what was meant.
    let relative = names.first { $0.hasSuffix(".\(written.name)") }
    findings.error(
      code,
      "there is no \(noun) \(Wording.quote(written.name))",
      at: written.nameSpan,
      help: meant
        ?? relative.map { "did you mean `\($0)`?" }
        ?? Wording.choice(
          written.name,
          among: names,
          called: "\(noun)s",
          overview: "`swpipe list \(noun)s` shows them all"
        )
    )
  }
}
