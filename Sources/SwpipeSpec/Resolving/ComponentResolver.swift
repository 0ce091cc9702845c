import SwpipeCore

/// The components of a spec, by position; nil for those that are not known.
struct Components {
  var sources: [Component?]
  /// Nil also for `ordered` as a stage of its own.
  var transforms: [Component?]
  /// Of each stage.
  var actions: [[Component?]]
  var sinks: [Component?]
  var deadLetter: Component?
}

/// Finds the components that the spec names, and reads their arguments.
struct ComponentResolver {
  let catalog: Catalog
  /// Whether a transform that is not in the catalog may be one of a plugin that was not asked.
  let trustsNames: Bool
  let findings: Findings

  /// The components of a spec.
  func components(of spec: PipelineSpec) -> Components {
    let sources =
      endpoints(spec.sources, catalog.defaultSource, catalog.sources, .unknownSource, "source")
    let transforms = spec.stages.map { stage -> Component? in
      guard case .transform(let operation, let written) = stage.work else { return nil }
      if operation == .route { return route(stage, written) }
      return transform(written, operation, TemplateScope(.element, of: stage))
    }
    let actions = spec.stages.map { stage in
      stage.onDone.map { action($0, TemplateScope(.onDone, of: stage)) }
    }
    return Components(
      sources: sources,
      transforms: transforms,
      actions: actions,
      sinks: endpoints(spec.sinks, catalog.defaultSink, catalog.sinks, .unknownSink, "sink"),
      deadLetter: spec.deadLetter?.component.flatMap(deadLetter)
    )
  }

  private func endpoints(
    _ written: PipelineSpec.Endpoints,
    _ usual: Definition,
    _ definitions: [String: Definition],
    _ code: DiagnosticCode,
    _ noun: String
  ) -> [Component?] {
    switch written {
    case .missing:
      return [Component(definition: usual, arguments: Arguments(), isWhole: true)]
    // One source stands for those that could not be read, and no sink.
    case .unreadable: return [nil]
    case .single, .several:
      return written.written.map { endpoint in
        endpoint.component.flatMap { self.endpoint($0, in: definitions, code, noun) }
      }
    }
  }

  private func endpoint(
    _ written: ComponentSpec,
    in definitions: [String: Definition],
    _ code: DiagnosticCode,
    _ noun: String
  ) -> Component? {
    guard let definition = definitions[written.name] else {
      unknown(written, code, definitions, noun)
      return nil
    }
    return check(written, definition, definition.parameters)
  }

  /// The sink for dead letters, whose format is not the spec's to choose.
  private func deadLetter(_ written: ComponentSpec) -> Component? {
    guard let definition = catalog.sinks[written.name] else {
      unknown(written, .unknownSink, catalog.sinks, "sink")
      return nil
    }
    guard case .sink(let role) = definition.role else { return nil }
    let fixed = role.deadLetterArguments
    var result = check(
      written,
      definition,
      definition.parameters,
      fixed: fixed.mapValues { .text($0) }
    )
    for (name, text) in fixed {
      guard let given = result.given[name] else { continue }
      if case .scalar(let scalar) = given.content, scalar.text == text { continue }
      result.isWhole = false
      if case .unknown = given.content { continue }
      findings.error(
        .invalidArgument,
        "dead letters are always `\(text)`, not \(given.description)",
        at: given.span,
        help: "remove `\(name)`",
        related: given.related
      )
    }
    return result
  }

  private func action(_ written: ComponentSpec, _ scope: TemplateScope) -> Component? {
    guard let definition = catalog.actions[written.name] else {
      unknown(written, .unknownAction, catalog.actions, "action")
      return nil
    }
    return check(written, definition, definition.offeredParameters, scope)
  }

  /// The component of a stage that routes: each condition is an argument with the name of its route.
  private func route(_ stage: StageSpec, _ written: ComponentSpec) -> Component? {
    guard var definition = catalog.operators[written.name] else { return nil }
    definition.parameters = stage.routes.map { route in
      ParameterInfo(name: route.name, type: .expression, isRequired: false, help: "")
    }
    var component = self.check(
      written,
      definition,
      definition.parameters,
      TemplateScope(.element, of: stage)
    )
    component.arguments = RoutePlan.arguments(Self.plans(stage.routes, component.arguments))
    return component
  }

  /// The routes of a plan, with those of their conditions that could be read.
  private static func plans(_ routes: [RouteSpec], _ conditions: Arguments) -> [RoutePlan] {
    routes.map { route in
      var plan = RoutePlan(name: route.name, condition: nil, isDiscarded: route.isDiscarded)
      if case .text(let text)? = conditions.values[route.name] { plan.condition = text }
      return plan
    }
  }

  private func transform(
    _ written: ComponentSpec,
    _ operation: Operator,
    _ scope: TemplateScope
  ) -> Component? {
    guard let definition = catalog.transforms[written.name] else {
      if trustsNames { return nil }
      if let finding = ProgramText(catalog: catalog).unquoted(unknown: written) {
        findings.add([finding])
        return nil
      }
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
    if operation == .filter, let flag = checked.arguments.values.removeValue(forKey: invert) {
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
  ) -> Component {
    var check = ArgumentReader(
      definition: definition,
      parameters: parameters,
      scope: scope,
      fixed: fixed,
      findings: findings
    )
    var checked = check.run(on: written)
    guard checked.isWhole else { return checked }
    // Which resource a request means is settled in the plan, the component never sees the argument.
    for request in definition.requests {
      if case .text(let name)? = checked.arguments.values.removeValue(forKey: request.name) {
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
