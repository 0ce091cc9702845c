import SwpipeCore

/// Why a text is no template.
struct TemplateProblem: Error {
  var code = DiagnosticCode.invalidTemplate
  var message: String
  /// UTF-8 offsets in the text of the template.
  var range: Range<Int>
  var help: String?
}
