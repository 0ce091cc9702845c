/// The stable name of a kind of finding; `swpipe explain CODE` and CI configurations refer to it.
///
/// A new case needs a line in `DiagnosticCode+Explanation.swift` and a golden in
/// `Tests/Goldens/diagnostics/<code>/`; a test names the ones that are missing.
package enum DiagnosticCode: String, CaseIterable, Sendable, Codable {
  case yamlSyntax = "yaml-syntax"
  case yamlTab = "yaml-tab"
  case yamlEscape = "yaml-escape"
  case yamlAlias = "yaml-alias"
  case yamlLimit = "yaml-limit"
  case yamlEncoding = "yaml-encoding"
  case yamlEmpty = "yaml-empty"
  case yamlDocuments = "yaml-documents"
  case duplicateKey = "duplicate-key"
  case forgottenQuotes = "forgotten-quotes"
  case fileUnreadable = "file-unreadable"
}
