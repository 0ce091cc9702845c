import SwpipeCore

/// What the sources, stages and sinks of a spec are called.
struct Names {
  struct Endpoint {
    let id: String
    /// Where it was declared; the start of the spec for the default one.
    let span: SourceSpan
    /// Only sinks have one.
    var from: Setting<NameList>?
  }

  let sources: [Endpoint]
  /// By position in the spec; nil if nothing can name the stage, because it has neither an id nor a
  /// readable operator.
  let stages: [String?]
  /// By position in the spec: the names of a stage's routes; empty for most stages.
  let routes: [[String]]
  /// None if they could not be read.
  let sinks: [Endpoint]

  /// The id of a feeder, for messages.
  func id(of feeder: Feeder) -> String {
    switch feeder {
    case .source(let index): sources[index].id
    case .stage(let index): stages[index] ?? "?"
    case .route(let route, of: let index): "\(stages[index] ?? "?").\(routes[index][route])"
    }
  }
}

/// Gives every source, stage and sink its id.
struct NameResolver {
  /// The names in a spec.
  func names(in spec: PipelineSpec) -> Names {
    let start = SourceSpan(
      source: spec.span.source,
      range: spec.span.range.lowerBound..<spec.span.range.lowerBound
    )
    let sources: [Names.Endpoint]
    switch spec.sources {
    case .missing, .unreadable: sources = [Names.Endpoint(id: "source", span: start)]
    case .single, .several:
      sources = spec.sources.written.map { Names.Endpoint(id: $0.id, span: $0.idSpan) }
    }
    let sinks: [Names.Endpoint]
    switch spec.sinks {
    case .missing: sinks = [Names.Endpoint(id: "sink", span: start)]
    case .unreadable: sinks = []
    case .single, .several:
      sinks = spec.sinks.written.map { Names.Endpoint(id: $0.id, span: $0.idSpan, from: $0.from) }
    }
    return Names(
      sources: sources,
      stages: stages(spec, sources),
      routes: spec.stages.map { $0.routes.map(\.name) },
      sinks: sinks
    )
  }

  private func stages(_ spec: PipelineSpec, _ sources: [Names.Endpoint]) -> [String?] {
    var ids = spec.stages.map { $0.id?.value }
    var taken = Set(sources.map(\.id))
    for case let id? in ids { taken.insert(id) }
    // What was given last to each name, so that a thousand equal stages are not counted anew each.
    var last: [String: Int] = [:]
    for (index, stage) in spec.stages.enumerated() where stage.id == nil {
      let name: String
      switch stage.work {
      case .transform(_, let component): name = component.name
      case .ordered: name = "ordered"
      case .unreadable: continue
      }
      var number = last[name] ?? 0
      var id: String
      repeat {
        number += 1
        id = number == 1 ? name : "\(name)-\(number)"
      } while taken.contains(id)
      last[name] = number
      taken.insert(id)
      ids[index] = id
    }
    return ids
  }
}
