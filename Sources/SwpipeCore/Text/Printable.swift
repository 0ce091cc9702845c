/// Text of the user's data as it may reach a terminal.
package enum Printable {
  /// The text with control characters replaced by their pictures, so that it stays on its line.
  package static func line(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0..<0x20: result.unicodeScalars.append(picture(scalar.value))
      case 0x7F: result.append("\u{2421}")
      case 0x80..<0xA0, 0x202A...0x202E, 0x2066...0x2069: result.append("\u{FFFD}")
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// Lines of a program's own log, with all control characters but tabs replaced, so that none of them
  /// changes the terminal.
  package static func bytes(_ lines: [UInt8]) -> [UInt8] {
    let isPlain = lines.allSatisfy { $0 >= 0x20 && $0 < 0x7F || $0 == 0x0A || $0 == 0x09 }
    if isPlain { return lines }
    let text = String(decoding: lines, as: UTF8.self)
    return text.unicodeScalars.reduce(into: []) { result, scalar in
      let isKept = scalar == "\n" || scalar == "\t"
      result += isKept ? Array(String(scalar).utf8) : Array(line(String(scalar)).utf8)
    }
  }

  private static func picture(_ control: UInt32) -> Unicode.Scalar {
    Unicode.Scalar(0x2400 + control) ?? "\u{FFFD}"
  }
}
