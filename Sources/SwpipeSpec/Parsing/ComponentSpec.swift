import SwpipeCore

/// A transform, source or sink as it was written: its name and its arguments.
struct ComponentSpec: Sendable {
  /// How the arguments were given.
  enum Arguments: Sendable {
    case none
    /// With nothing where they should stand, as in `{name: }` and `{name: null}`.
    case null(SpecNode)
    /// Something else than a mapping, which is the first parameter's.
    case first(SpecNode)
    case named([SpecEntry])
    /// In a form that was reported.
    case unreadable
  }

  var name: String
  var nameSpan: SourceSpan
  var arguments: Arguments
}
