package import SwpipeCore
import SwpipeYAML

/// The way from the text of a spec to the plan of what will run.
///
/// Text, nodes, `PipelineSpec`, draft, plan: each step goes on with what the one before could
/// read, so that one run finds all errors of a file, and none that only follow from others.
package enum Spec {
  /// Reads and checks a spec, and plans it if it is right.
  package static func load(source: SourceText, options: SpecOptions) -> SpecResult {
    let (root, diagnostics) = YAMLDocument.compose(source)
    let findings = Findings(diagnostics)
    guard let root else { return SpecResult(plan: nil, diagnostics: findings.diagnostics) }
    let plan = plan(root, options, findings)
    return SpecResult(
      plan: findings.hasErrors ? nil : plan,
      diagnostics: findings.diagnostics
    )
  }

  private static func plan(
    _ root: YAMLNode,
    _ options: SpecOptions,
    _ findings: Findings
  ) -> Plan? {
    let expander = VariableExpander(
      variables: options.variables,
      mode: options.mode,
      findings: findings
    )
    let node = NodeBuilder(expander: expander).node(root)
    let parser = SpecParser(catalog: options.catalog, findings: findings)
    guard let spec = parser.spec(node) else { return nil }

    OverridesCheck(findings: findings).run(options.overrides, at: spec.span)
    let inherited = InheritedSettings(spec.defaults, options.overrides)
    var draft = NamesCheck(catalog: options.catalog, findings: findings).draft(of: spec)
    ResourcesCheck(catalog: options.catalog, findings: findings).run(on: &draft)
    ComponentsCheck(catalog: options.catalog, findings: findings).run(on: &draft)
    RequestsCheck(catalog: options.catalog, findings: findings).run(on: &draft)
    PathReplacement(catalog: options.catalog, findings: findings)
      .run(on: &draft, paths: options.paths)
    InputsCheck(findings: findings).run(on: &draft)
    CycleCheck(findings: findings).run(on: &draft)
    ReadersCheck(findings: findings).run(on: draft)
    TypesCheck(findings: findings).run(on: &draft)
    WorkersCheck(inherited: inherited, findings: findings).run(on: &draft)
    ScopesCheck(findings: findings).run(on: draft)
    DeadLettersCheck(findings: findings).run(on: draft)
    QueuesCheck(inherited: inherited, findings: findings).run(on: draft)
    PathsCheck(findings: findings).run(on: draft)
    return findings.hasErrors ? nil : Planner(limit: options.limit).plan(draft)
  }
}
