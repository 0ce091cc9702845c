internal import SwpipeCore

/// Ends a command with an exit status other than 0; thrown up to the one place that exits.
struct CommandEnd: Error {
  var status: ExitStatus
  /// One sentence without a final full stop; nil where all has been said.
  var message: String?
  var help: String?

  init(_ status: ExitStatus, _ message: String? = nil, help: String? = nil) {
    self.status = status
    self.message = message
    self.help = help
  }

  /// The lines to print on standard error.
  func text(_ message: String) -> String {
    let paint = Paint(isOn: StandardError.showsColour)
    var text = paint.error("error") + ": " + Printable.line(message) + "\n"
    // What Python says of an exception is several lines.
    let lines = help?.split(separator: "\n").map { Printable.line(String($0)) } ?? []
    for (index, line) in lines.enumerated() {
      text += index == 0 ? paint.help("help") + ": \(line)\n" : "      \(line)\n"
    }
    return text
  }
}
