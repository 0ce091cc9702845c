import SwpipeCore

/// A stage as it was written.
struct StageSpec: Sendable {
  enum Work: Sendable {
    case transform(Operator, ComponentSpec)
    /// `ordered: true` as a stage of its own.
    case ordered
    /// What could not be read, or cannot be done yet; the operator if that much is known.
    case unreadable(Operator?)
  }

  /// The whole stage.
  var span: SourceSpan
  /// What messages about the stage as such point at: the operator's value, or its key.
  var headSpan: SourceSpan
  var id: Setting<String>?
  var work: Work
  /// The ways of a `route`, in their order; none for any other stage, and where one could not be read.
  var routes: [RouteSpec] = []
  var from: Setting<NameList>?
  var settings: StageSettings
  /// Nil if it could not be read.
  var onStart: [NamedResourceSpec]? = []
  var onDone: [ComponentSpec] = []

  /// Nil if it has none, or none that could be read.
  var operation: Operator? {
    switch work {
    case .transform(let operation, _): operation
    case .unreadable(let operation): operation
    case .ordered: nil
    }
  }

  /// Whether the stage gives no elements.
  var givesNothing: Bool { operation == .each }
}

extension TemplateScope {
  /// The scope of a stage's arguments.
  init(_ place: Place, of stage: StageSpec) {
    self.init(place)
    resources = (stage.onStart ?? []).map(\.name)
    isOpen = stage.onStart == nil
  }
}
