import SwpipeCore

/// A pipeline between spec and plan, which the resolvers fill in one after the other.
struct Draft {
  let spec: PipelineSpec
  let catalog: Catalog
  let inherited: InheritedSettings
  var sources: [SourceDraft] = []
  var stages: [StageDraft] = []
  var sinks: [SinkDraft] = []
  /// The definitions of `resources:`.
  var resources: [ResourceDraft] = []
  /// Nil if there is none, or none that could be read.
  var deadLetter: CheckedComponent?
  /// The positions of the stages, each behind those that feed it; nil if there is a cycle.
  var order: [Int]?
  /// Whether something reads a stage or source that is not known, so that any may be read.
  var hasUnknownReads = false

  /// The id of a feeder, for messages.
  func id(of feeder: Feeder) -> String {
    switch feeder {
    case .source(let index): sources[index].id
    case .stage(let index): stages[index].id ?? "?"
    }
  }

  /// Where a feeder was declared.
  func span(of feeder: Feeder) -> SourceSpan {
    switch feeder {
    case .source(let index): sources[index].span
    case .stage(let index): stages[index].spec.headSpan
    }
  }

  /// The types of the elements that a feeder gives; nil if they are not known.
  func types(of feeder: Feeder) -> Set<ElementType>? {
    switch feeder {
    case .stage(let index): return stages[index].types
    case .source(let index):
      guard let component = sources[index].component, let arguments = component.arguments,
        case .source(let role) = component.definition.role
      else { return nil }
      return [role.gives(arguments)]
    }
  }

  /// By stage: whether the elements of a source that may give any number of them reach it.
  var stagesWithUnboundedInput: [Bool] {
    var isUnbounded = [Bool](repeating: false, count: stages.count)
    for index in order ?? [] {
      isUnbounded[index] = (stages[index].feeders ?? []).contains { feeder in
        switch feeder {
        case .source(let source): sources[source].isUnbounded
        case .stage(let stage): isUnbounded[stage]
        }
      }
    }
    return isUnbounded
  }
}
