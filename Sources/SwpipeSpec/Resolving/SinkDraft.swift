import SwpipeCore

/// A sink between spec and plan.
struct SinkDraft {
  var id: String
  /// Where it was declared; the start of the spec for the default one.
  var span: SourceSpan
  var from: Setting<NameList>?
  /// Nil if it could not be read, or is not in the catalog.
  var component: CheckedComponent?
  /// Nil if it is not known what it reads.
  var feeders: [Feeder]?
}
