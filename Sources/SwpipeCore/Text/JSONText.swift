/// Writes JSON text by hand, for reports and diagnostics that are made of a few strings and numbers.
package enum JSONText {
  /// The text as a JSON string, in quotes.
  package static func quoted(_ text: String) -> String {
    var output = ""
    appendQuoted(text, to: &output)
    return output
  }

  /// Appends the text as a JSON string, in quotes.
  ///
  /// Escapes what RFC 8259 demands (quotes, backslashes and control characters) and nothing else.
  package static func appendQuoted(_ text: String, to output: inout String) {
    output.append("\"")
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": output.append("\\\"")
      case "\\": output.append("\\\\")
      case "\n": output.append("\\n")
      case "\r": output.append("\\r")
      case "\t": output.append("\\t")
      case "\u{8}": output.append("\\b")
      case "\u{C}": output.append("\\f")
      case "\u{0}"..."\u{1F}":
        let digits = String(scalar.value, radix: 16)
        output.append("\\u")
        output.append(String(repeating: "0", count: 4 - digits.count))
        output.append(digits)
      default: output.unicodeScalars.append(scalar)
      }
    }
    output.append("\"")
  }
}
