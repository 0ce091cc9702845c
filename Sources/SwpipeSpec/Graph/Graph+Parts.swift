import SwpipeCore

extension Graph {
  /// A source.
  struct Source {
    let id: String
    /// Where it was declared; the start of the spec for the default one.
    let span: SourceSpan
    let component: Component
    /// The type of its elements; empty if it is not known.
    let types: Set<ElementType>
    /// What the spec says of rows that are none; nil where it says nothing.
    let policy: Setting<ErrorPolicy.Final>?

    /// Whether it may have such rows; nil where that is not known.
    var hasBadRows: Bool? {
      guard component.isKnown, component.isWhole,
        case .source(let role) = component.definition.role
      else { return nil }
      return role.hasBadRows(component.arguments)
    }

    /// What becomes of them.
    func onError(_ inherited: InheritedSettings) -> ErrorPolicy.Final {
      guard hasBadRows == true else { return .fail }
      return policy.map { $0.value ?? .fail } ?? inherited.onError.then
    }

    /// Whether it gives what a terminal, a pipe or a file holds, which may be any amount.
    var isUnbounded: Bool { component.source?.isUnbounded ?? false }
  }

  /// A sink.
  struct Sink {
    let id: String
    /// Where it was declared; the start of the spec for the default one.
    let span: SourceSpan
    let component: Component
    /// What it takes; anything, if that is not known.
    let accepts: Acceptance
    /// Empty if one of them is not known.
    let feeders: [Feeder]
  }

  /// A resource that each worker of a stage starts, or that all share.
  struct Resource {
    /// What the stage calls it.
    var name: String
    var nameSpan: SourceSpan
    let component: Component
    let role: ResourceRole
    /// `worker` if it could not be read.
    let scope: ResourcePlan.Scope
    /// Where the scope is said; nil if it is not.
    let scopeSpan: SourceSpan?
    /// The same for all that refer to one definition.
    let sharedName: String
    /// What it keeps from one element to the next; nothing, if that is not known.
    let keeps: KeptState
    /// Whether nothing of it is unknown.
    let isWhole: Bool

    /// The name of its definition.
    var type: String { component.definition.name }
  }

  /// Something that each worker of a stage does at its end.
  struct Action {
    let nameSpan: SourceSpan
    let component: Component
    /// Which of the stage's resources it uses: local names by the names of its requests.
    let resourceNames: [String: String]
  }
}

extension Component {
  /// The part of a source's definition that says what it reads; nil for other components.
  var source: SourceRole? {
    if case .source(let role) = definition.role { role } else { nil }
  }

  /// The same for a sink.
  var sink: SinkRole? {
    if case .sink(let role) = definition.role { role } else { nil }
  }

  /// Whether it is a source in whose place paths on the command line are read.
  var givesWayToPaths: Bool {
    source.map { $0.isDefault || $0.pathList != nil } ?? false
  }
}
