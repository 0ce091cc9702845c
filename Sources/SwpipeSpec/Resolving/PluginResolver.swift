import SwpipeCore

/// Asks the plugins of a spec what they offer, and puts it into the catalog, behind what is built in.
struct PluginResolver {
  let finder: (any PluginFinder)?
  let findings: Findings
  /// The plugins that the spec can use, and where it declares them.
  private(set) var plugins: [PluginPlan] = []
  private var owners: [String: SourceSpan] = [:]

  init(finder: (any PluginFinder)?, findings: Findings) {
    self.finder = finder
    self.findings = findings
  }

  /// The catalog with what the declared plugins offer.
  mutating func run(on declared: [PluginSpec], _ catalog: Catalog) -> Catalog {
    guard let finder else { return catalog }
    var catalog = catalog
    for written in declared {
      do throws(PluginProblem) {
        add(
          try finder.plugin(written.declaration, startTimeout: written.startTimeout),
          written,
          &catalog
        )
      } catch {
        findings.error(
          .pluginUnusable,
          "the plugin cannot be used: \(error.message)",
          at: written.span,
          help: error.help
        )
      }
    }
    return catalog
  }

  private mutating func add(_ plugin: FoundPlugin, _ written: PluginSpec, _ catalog: inout Catalog)
  {
    plugins.append(plugin.plan)
    for warning in plugin.warnings {
      findings.warning(.pluginWarning, warning.message, at: written.span, help: warning.help)
    }
    for definition in plugin.definitions {
      if let owner = owners[definition.name] {
        findings.error(
          .pluginConflict,
          "two plugins offer `\(definition.name)`",
          at: written.span,
          help: Self.wayOut(of: written.declaration, definition.name),
          related: [Diagnostic.Related(span: owner, message: "the other one is here")]
        )
      } else if catalog.transforms[definition.name] != nil {
        findings.warning(
          .pluginConflict,
          "the plugin's `\(definition.name)` is never used, because there is a built-in of that name",
          at: written.span,
          help: "give it another name"
        )
      } else {
        owners[definition.name] = written.span
        catalog.add(definition)
      }
    }
  }

  /// How two plugins that offer the same name can both be used.
  private static func wayOut(of declaration: PluginDeclaration, _ name: String) -> String {
    switch declaration {
    case .python(_, let function, _, _):
      "give one of them another name: `{name: \(name)2, python: '\(function)'}`"
    case .lines: "give one of them another `name`"
    case .path(let path) where path.hasSuffix(".py"):
      "leave one of them out, or name a function of the file: "
        + "`{name: \(name)2, python: '\(path.split(separator: "/").last?.dropLast(3) ?? ""):function'}`"
    case .path, .command: "leave one of them out"
    }
  }

  /// The catalog with those installed plugins that the stages name and nothing else offers.
  mutating func run(on spec: PipelineSpec, _ catalog: Catalog) -> Catalog {
    guard let finder else { return catalog }
    var catalog = catalog
    for stage in spec.stages {
      guard case .transform(_, let component) = stage.work,
        catalog.transforms[component.name] == nil,
        let plugin = finder.installed(offering: component.name)
      else { continue }
      plugins.append(plugin.plan)
      for definition in plugin.definitions where catalog.transforms[definition.name] == nil {
        catalog.add(definition)
      }
    }
    return catalog
  }
}
