import SwpipeCore

/// What a `from:` names.
struct NameList: Sendable {
  struct Name: Sendable {
    var text: String
    var span: SourceSpan
  }

  var names: [Name]
  var span: SourceSpan
}
