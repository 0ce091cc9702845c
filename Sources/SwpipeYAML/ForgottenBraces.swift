import SwpipeCore

/// A component and its argument without braces on the line of their key: `- map: log: text`.
package struct ForgottenBraces {
  /// The keys whose value is a component, alone or with its arguments in a mapping.
  package static let keys: Set<String> = [
    "map", "filter", "flat_map", "each", "reduce", "source", "sink", "dead_letter", "on_done",
  ]

  private let key: String
  private let name: String
  /// The component and its argument with braces around.
  let mended: [UInt8]
  private let source: SourceText

  /// Nil where the range is no name with something behind a colon, or stands behind another key.
  init?(_ source: SourceText, _ range: Range<Int>) {
    let line = source.lineRange(at: range.lowerBound)
    let before = source.text(source.trimmed(line.lowerBound..<range.lowerBound))
    guard before.hasSuffix(":") else { return nil }
    let key = before.dropLast().split(whereSeparator: { " {,".contains($0) }).last ?? ""
    guard Self.keys.contains(String(key)) else { return nil }
    let bytes = source.bytes[range]
    guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")), colon + 1 < range.upperBound,
      source.bytes[colon + 1] == UInt8(ascii: " ")
    else { return nil }
    let name = source.text(range.lowerBound..<colon)
    guard !name.isEmpty, name.allSatisfy({ $0.isASCII && ($0.isLetter || "._".contains($0)) })
    else { return nil }
    let argument = source.trimmed(colon + 1..<range.upperBound)
    guard !argument.isEmpty else { return nil }
    self.source = source
    self.key = String(key)
    self.name = name
    mended = Array("{\(name): ".utf8) + Self.value(source, argument) + [UInt8(ascii: "}")]
  }

  /// The argument, in quotes where a mapping on one line would read it otherwise.
  private static func value(_ source: SourceText, _ range: Range<Int>) -> [UInt8] {
    let text = source.text(range)
    let isPlain = text.allSatisfy { $0.isLetter || $0.isNumber || "._-/".contains($0) }
    let isQuoted = ["'", "\""].contains {
      text.count > 1 && text.hasPrefix($0) && text.hasSuffix($0)
    }
    let isMapping = text.hasPrefix("{") && !text.hasPrefix("{{") && text.hasSuffix("}")
    let isList = text.hasPrefix("[") && text.hasSuffix("]")
    return isPlain || isQuoted || isMapping || isList
      ? Array(source.bytes[range]) : ForgottenQuotes.quotes(source, range)
  }

  /// What is said of it; `edit` puts the braces in.
  func diagnostic(at span: SourceSpan, _ edit: MendedText.Edit) -> Diagnostic {
    let line = ForgottenQuotes.mendedLine(source, [edit]).map { ":\n\($0)" } ?? ""
    return Diagnostic(
      .yamlSyntax,
      "`\(name)` and its argument need braces on the line of `\(key)`",
      at: span,
      help: "put them in" + line
    )
  }
}
