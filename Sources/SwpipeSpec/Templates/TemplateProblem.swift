import SwpipeCore

/// Why a text is no template.
struct TemplateProblem {
  var code = DiagnosticCode.invalidTemplate
  var message: String
  /// UTF-8 offsets in the text of the template.
  var range: Range<Int>
  var help: String?

  /// All that is wrong with one, in the order of its text.
  struct List: Error {
    var problems: [TemplateProblem]
  }
}
