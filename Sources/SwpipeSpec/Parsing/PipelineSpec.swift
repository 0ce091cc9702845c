import SwpipeCore

/// A spec as it was written, everything with its place; nothing is resolved or filled in.
struct PipelineSpec: Sendable {
  /// How sources and sinks were declared.
  enum Endpoints: Sendable {
    /// Not at all, so that the standard streams take their place.
    case missing
    /// With `source:` or `sink:`.
    case single(EndpointSpec)
    /// With `sources:` or `sinks:`.
    case several([EndpointSpec])
    /// In a way that was reported.
    case unreadable

    /// Those that were written and read.
    var written: [EndpointSpec] {
      switch self {
      case .missing, .unreadable: []
      case .single(let endpoint): [endpoint]
      case .several(let endpoints): endpoints
      }
    }
  }

  var span: SourceSpan
  var name: String?
  var description: String?
  var defaults = StageSettings()
  var memoryLimit: Int?
  var elementLimit: Int?
  var evaluationLimit: Int?
  /// Nil if they could not be read.
  var resources: [NamedResourceSpec]? = []
  var deadLetter: DeadLetterSpec?
  var sources = Endpoints.missing
  var stages: [StageSpec] = []
  var sinks = Endpoints.missing
}
