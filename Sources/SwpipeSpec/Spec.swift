package import SwpipeCore
import SwpipeYAML

/// The way from the text of a spec to the plan of what will run.
///
/// Text, nodes, `PipelineSpec`, `Graph`, plan: each step goes on with what the one before could
/// read, so that one run finds all errors of a file, and none that only follow from others.
package enum Spec {
  /// Reads and checks a spec, and plans it if it is right.
  package static func load(source: SourceText, options: SpecOptions) -> SpecResult {
    load(source: source, options: options, checks: Array(Check.all.indices))
  }

  /// The same with some of the checks, in an order of their own, by their positions in `Check.all`.
  static func load(source: SourceText, options: SpecOptions, checks: [Int]) -> SpecResult {
    let (root, diagnostics) = YAMLDocument.compose(source)
    let findings = Findings(diagnostics)
    let uses = VariableUses()
    let secrets = SecretNames(root, options)
    Redaction.hide(secrets.values)
    let found = root.flatMap { Self.plan($0, options, secrets, checks, findings, uses) }
    return SpecResult(
      plan: findings.hasErrors ? nil : found,
      diagnostics: InvisibleCharacters.noted(findings.diagnostics),
      secrets: secrets.values,
      variables: root == nil ? nil : uses.names
    )
  }

  /// Reads the `plugins:` of a spec and nothing else, and asks them what they offer.
  package static func plugins(source: SourceText, options: SpecOptions)
    -> (plugins: [PluginPlan], diagnostics: [Diagnostic])
  {
    let (root, diagnostics) = YAMLDocument.compose(source)
    let findings = Findings(diagnostics)
    guard let root else { return ([], findings.diagnostics) }
    let secrets = SecretNames(root, options)
    Redaction.hide(secrets.values)
    let expander = VariableExpander(
      variables: options.variables,
      secrets: secrets.names,
      mode: options.mode,
      findings: findings
    )
    let node = NodeBuilder(expander: expander).node(root)
    let declared = SpecParser(catalog: options.catalog, findings: findings).plugins(in: node)
    let finder = Self.finder(options, node, findings)
    var plugins = PluginResolver(finder: finder, findings: findings)
    _ = plugins.run(on: declared.compactMap { $0 }, options.catalog)
    return (plugins.plugins, findings.diagnostics)
  }

  private static func plan(
    _ root: YAMLNode,
    _ options: SpecOptions,
    _ secrets: SecretNames,
    _ checks: [Int],
    _ findings: Findings,
    _ uses: VariableUses
  ) -> Plan? {
    let expander = VariableExpander(
      variables: options.variables,
      secrets: secrets.names,
      mode: options.mode,
      findings: findings,
      uses: uses
    )
    let node = NodeBuilder(expander: expander).node(root)
    let declared = SpecParser(catalog: options.catalog, findings: findings).plugins(in: node)
    let finder = Self.finder(options, node, findings)
    var plugins = PluginResolver(finder: finder, findings: findings)
    var catalog = plugins.run(on: declared.compactMap { $0 }, options.catalog)
    let parser = SpecParser(catalog: catalog, findings: findings)
    guard let spec = parser.spec(node) else { return nil }
    catalog = plugins.run(on: spec, catalog)
    // A name that is not known may be that of a plugin that could not be asked.
    let trustsNames =
      declared.contains { $0 == nil } || findings.has(.pluginUnusable)
      || (finder == nil && !declared.isEmpty)

    let resolver = Resolver(
      catalog: catalog,
      options: options,
      trustsNames: trustsNames,
      findings: findings
    )
    let graph = resolver.graph(of: spec)
    findings.add(Check.findings(on: graph, order: checks))
    if findings.hasErrors || !graph.isWhole { return nil }
    let runsCommands = spec.stages.flatMap(\.onDone).contains { action in
      guard case .action(let role)? = catalog.actions[action.name]?.role else { return false }
      return role.startsPrograms
    }
    UnusedSecrets(uses: uses, variables: options.variables, findings: findings)
      .run(
        on: node,
        startsPrograms: runsCommands || !declared.isEmpty || !plugins.plugins.isEmpty
      )
    return Planner(limit: options.limit, plugins: plugins.plugins).plan(graph)
  }

  /// What asks the plugins of a spec; nil where they are taken on trust.
  private static func finder(_ options: SpecOptions, _ root: SpecNode, _ findings: Findings)
    -> (any PluginFinder)?
  {
    guard options.isForeign, options.plugins != nil, case .mapping(let entries) = root.content,
      let entry = entries.first(where: { $0.key == "plugins" })
    else { return options.plugins }
    findings.warning(
      .pluginsNotAsked,
      "the plugins are not started, because the spec belongs to another user",
      at: entry.keySpan,
      help:
        "look at what they are; `--plugins` asks them, `--no-plugins` takes what they offer on trust"
    )
    return nil
  }
}
