import SwpipeCore

/// Finds the components that the spec names, and has their arguments checked.
struct ComponentsCheck {
  let catalog: Catalog
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
      draft.stages[index].component = transform(written, operation)
    }
    if case .missing = draft.spec.sinks {
      draft.sinks[0].component = standard(BuiltinName.stdout, in: catalog.sinks)
    }
    for (index, endpoint) in draft.spec.sinks.written.enumerated() {
      draft.sinks[index].component = endpoint.component.flatMap {
        self.endpoint($0, in: catalog.sinks, .unknownSink, "sink")
      }
    }
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

  private func transform(_ written: ComponentSpec, _ operation: Operator) -> CheckedComponent? {
    guard let definition = catalog.transforms[written.name] else {
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
      )
      return nil
    }
    var checked = check(written, definition, definition.parameters(for: operation))
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
    _ parameters: [ParameterInfo]
  ) -> CheckedComponent {
    var check = ArgumentsCheck(definition: definition, parameters: parameters, findings: findings)
    return check.run(on: written)
  }

  private func unknown(
    _ written: ComponentSpec,
    _ code: DiagnosticCode,
    _ definitions: [String: Definition],
    _ noun: String
  ) {
    let names = definitions.keys.sorted()
    // `upper` for `text.upper` is too far off for a misspelling, and yet what was meant.
    let relative = names.first { $0.hasSuffix(".\(written.name)") }
    findings.error(
      code,
      "there is no \(noun) \(Wording.quote(written.name))",
      at: written.nameSpan,
      help: relative.map { "did you mean `\($0)`?" }
        ?? Wording.choice(
          written.name,
          among: names,
          called: "\(noun)s",
          overview: "`swpipe list \(noun)s` shows them all"
        )
    )
  }
}
