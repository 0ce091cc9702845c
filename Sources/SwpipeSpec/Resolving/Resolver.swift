import SwpipeCore

/// Finds out what everything in a spec means, and reports what has no meaning.
///
/// Each resolver is given what those before it have found, so none can run too early.
struct Resolver {
  let catalog: Catalog
  let options: SpecOptions
  /// Whether a name that is not known may be that of a plugin that was not asked.
  let trustsNames: Bool
  let findings: Findings

  /// The pipeline that a spec describes.
  func graph(of spec: PipelineSpec) -> Graph {
    let names = NameResolver().names(in: spec)
    let resources = ResourceResolver(catalog: catalog, findings: findings)
      .resources(of: spec, names)
    var components =
      ComponentResolver(catalog: catalog, trustsNames: trustsNames, findings: findings)
      .components(of: spec)
    let requests = RequestResolver(catalog: catalog, resources: resources, findings: findings)
      .requests(of: spec, components)
    PathReplacement(catalog: catalog, findings: findings)
      .run(on: &components.sources, of: spec, names, paths: options.paths)
    let inputs =
      InputResolver(
        spec: spec,
        names: names,
        catalog: catalog,
        trustsNames: trustsNames,
        findings: findings
      )
      .inputs()
    let order = OrderResolver(spec: spec, names: names, inputs: inputs, findings: findings).order()
    let builder = GraphBuilder(
      names: names,
      components: components,
      resources: resources,
      requests: requests,
      inputs: inputs,
      order: order
    )
    return builder.graph(
      of: spec,
      catalog,
      InheritedSettings(spec.defaults, options.overrides)
    )
  }
}
