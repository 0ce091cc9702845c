internal import SwpipeCore

/// The reference page of the diagnostic codes, in Markdown.
enum DiagnosticsPage {
  static var text: String {
    var text =
      ReferencePage.mark + """

        # Diagnostics

        Each finding of `swpipe validate` and `swpipe run` has a code that stays the same from version to
        version. `swpipe explain CODE` prints the same text.

        | code | what it means and how to mend it |
        |---|---|

        """
    for code in DiagnosticCode.allCases {
      text += "| `\(code.rawValue)` | \(ReferencePage.cell(code.explanation)) |\n"
    }
    return text
  }
}
