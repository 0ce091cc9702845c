import SwpipeCore

/// Finds out what everything in a spec means: names, components, inputs, types and workers.
struct Resolver {
  let catalog: Catalog
  let options: SpecOptions
  /// Whether a name that is not known may be that of a plugin that was not asked.
  let trustsNames: Bool
  let findings: Findings

  /// The pipeline that a spec describes; what cannot be resolved is reported.
  func draft(of spec: PipelineSpec) -> Draft {
    let inherited = InheritedSettings(spec.defaults, options.overrides)
    var draft = NameResolver(catalog: catalog, inherited: inherited).draft(of: spec)
    ResourceResolver(catalog: catalog, findings: findings).run(on: &draft)
    ComponentResolver(catalog: catalog, trustsNames: trustsNames, findings: findings)
      .run(on: &draft)
    RequestResolver(catalog: catalog, findings: findings).run(on: &draft)
    PathReplacement(catalog: catalog, findings: findings)
      .run(on: &draft, paths: options.paths)
    InputResolver(catalog: catalog, trustsNames: trustsNames, findings: findings)
      .run(on: &draft)
    OrderResolver(findings: findings).run(on: &draft)
    TypeResolver().run(on: &draft)
    WorkerResolver(inherited: inherited).run(on: &draft)
    return draft
  }
}
