internal import ArgumentParser
internal import SwpipeCore

/// The manual page `swpipe(1)`, in the man macros.
enum ManualPage {
  /// `root` is the command that all others are below.
  static func text(of root: any ParsableCommand.Type) -> String {
    var text = """
      .\\" Written by `make docs` from the definitions in the program; edits here are lost.
      .TH SWPIPE 1 "" "swpipe \(SwpipeVersion.text)" "User Commands"
      .SH NAME
      swpipe \\- runs a pipeline that a YAML file declares

      """
    for (number, screen) in HelpScreen.all(of: root).enumerated() {
      if number == 0 {
        text += ".SH SYNOPSIS\n" + verbatim(screen.usage) + ".SH DESCRIPTION\n"
      } else {
        text += ".SH \"\(escaped(screen.name.uppercased()))\"\n\(escaped(screen.abstract))\n.PP\n"
        text += verbatim(screen.usage)
      }
      text += ".PP\n" + paragraphs(screen.discussion)
      for section in screen.sections where section.title != "SUBCOMMANDS" {
        for entry in section.entries {
          text += ".TP\n.B \(escaped(entry.label))\n\(escaped(entry.help))\n"
        }
      }
    }
    return text
  }

  private static func paragraphs(_ text: String) -> String {
    var output = ""
    var isCode = false
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("  ") != isCode {
        output += isCode ? ".fi\n" : ".nf\n"
        isCode.toggle()
      }
      output += line.isEmpty ? ".PP\n" : escaped(line) + "\n"
    }
    return output + (isCode ? ".fi\n" : "")
  }

  private static func verbatim(_ text: String) -> String {
    ".nf\n\(escaped(text))\n.fi\n"
  }

  /// Text in which nothing is a request or an escape of troff.
  private static func escaped(_ text: some StringProtocol) -> String {
    var output = ""
    for character in text {
      switch character {
      case "\\": output += "\\e"
      case "-": output += "\\-"
      case "\"": output += "\\(dq"
      case "'": output += "\\(aq"
      case "." where output.isEmpty || output.hasSuffix("\n"): output += "\\&."
      default: output.append(character)
      }
    }
    return output
  }
}
