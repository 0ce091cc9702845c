import SwpipeCore

/// The pipeline that a spec describes, with everything resolved.
///
/// What could not be resolved was reported and is left out; `isWhole` is false then, and no plan can be
/// made. A source, stage or sink stays even if its component is not known, because others are
/// connected to it: it has an unknown component, about which there is nothing to find.
struct Graph {
  /// What was written.
  let spec: PipelineSpec
  let catalog: Catalog
  let inherited: InheritedSettings
  var sources: [Source] = []
  /// Each behind those that feed it; none if stages feed each other in a circle.
  var stages: [Stage] = []
  var sinks: [Sink] = []
  /// Where elements go that failed for good; nil if the spec has no such place, or an unknown one.
  var deadLetter: Component?
  /// Whether stages feed each other in a circle.
  var hasCycle = false
  /// Whether something reads a stage or source that is not known, so that any may be read.
  var hasUnknownReads = false
  /// Whether nothing was left out.
  var isWhole = true

  /// The id of a feeder, for messages.
  func id(of feeder: Feeder) -> String {
    switch feeder {
    case .source(let index): sources[index].id
    case .stage(let index): stages[index].id
    case .route(let route, of: let index):
      "\(stages[index].id).\(stages[index].spec.routes[route].name)"
    }
  }

  /// Where a feeder was declared.
  func span(of feeder: Feeder) -> SourceSpan {
    switch feeder {
    case .source(let index): sources[index].span
    case .stage(let index): stages[index].spec.headSpan
    case .route(let route, of: let index): stages[index].spec.routes[route].nameSpan
    }
  }

  /// The types of the elements that a feeder gives; empty if they are not known.
  func types(of feeder: Feeder) -> Set<ElementType> {
    switch feeder {
    case .source(let index): sources[index].types
    case .stage(let index), .route(_, of: let index): stages[index].types
    }
  }

  /// The same for several; empty if those of one are not known.
  func types(of feeders: [Feeder]) -> Set<ElementType> {
    var all: Set<ElementType> = []
    for feeder in feeders {
      let types = types(of: feeder)
      if types.isEmpty { return [] }
      all.formUnion(types)
    }
    return all
  }

  /// By stage: whether the elements of a source that may give any number of them reach it.
  var stagesWithUnboundedInput: [Bool] {
    var isUnbounded: [Bool] = []
    isUnbounded.reserveCapacity(stages.count)
    for stage in stages {
      isUnbounded.append(
        stage.feeders.contains { feeder in
          switch feeder {
          case .source(let source): sources[source].isUnbounded
          case .stage(let stage), .route(_, of: let stage): isUnbounded[stage]
          }
        }
      )
    }
    return isUnbounded
  }
}
