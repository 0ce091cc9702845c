package import SwpipeCore

/// Characters that nobody can see, or that look like others with a meaning in YAML.
package enum InvisibleCharacters {
  /// What a character is called, if it is one that cannot be told from a blank or from nothing.
  static func name(of scalar: Unicode.Scalar) -> String? {
    switch scalar.value {
    case 0xA0: "a no-break space"
    case 0xAD: "a soft hyphen"
    case 0x1680, 0x2000...0x200A, 0x205F: "a space of another width"
    case 0x200B: "a zero-width space"
    case 0x200C, 0x200D: "a zero-width joiner"
    case 0x200E, 0x200F, 0x061C, 0x202A...0x202E, 0x2066...0x2069: "a mark of text direction"
    case 0x202F: "a narrow no-break space"
    case 0x2060: "a word joiner"
    case 0x3000: "an ideographic space"
    case 0xFEFF: "a byte order mark"
    default: nil
    }
  }

  /// The warning that a text without quotes holds such a character where nobody expects it: at its
  /// ends, or one without any width within it.
  static func finding(in text: String, _ span: SourceSpan) -> Diagnostic? {
    guard !text.utf8.allSatisfy({ $0 < 0x80 }) else { return nil }
    let scalars = Array(text.unicodeScalars)
    for (index, scalar) in scalars.enumerated() {
      guard let name = name(of: scalar) else { continue }
      let isAtEdge = index == 0 || index == scalars.count - 1
      // Blanks of other widths and joiners have their use inside a text.
      guard isAtEdge || [0x200B, 0x2060].contains(scalar.value) else { continue }
      return Diagnostic(
        .invisibleCharacter,
        .warning,
        "this text holds \(name) (\(code(scalar))), which cannot be seen",
        at: place(of: scalar, in: span) ?? span,
        help: "delete it; if it is meant, put the text in double quotes and write it as "
          + "\"\\u\(digits(scalar))\""
      )
    }
    return quotes(scalars, span)
  }

  /// The warning that a text stands in quotes that YAML does not know.
  private static func quotes(_ scalars: [Unicode.Scalar], _ span: SourceSpan) -> Diagnostic? {
    guard let first = scalars.first, let last = scalars.last, scalars.count > 1,
      "“”„‘’‚«»".unicodeScalars.contains(first), "“”‘’«»".unicodeScalars.contains(last)
    else { return nil }
    return Diagnostic(
      .invisibleCharacter,
      .warning,
      "`\(first)` (\(code(first))) is no quote in YAML, so it is a part of the text",
      at: span,
      help: "write `'` or `\"`; if these characters are meant, put single quotes around them"
    )
  }

  /// The diagnostics with a note where such a character stands on the line of an error, and without
  /// the warnings that such a note makes needless.
  package static func noted(_ diagnostics: [Diagnostic]) -> [Diagnostic] {
    var lines: Set<Range<Int>> = []
    let noted = diagnostics.map { diagnostic in
      guard diagnostic.severity == .error, diagnostic.code != .yamlEncoding,
        let place = first(onLineOf: diagnostic.span), place.range != diagnostic.span.range,
        let scalar = place.text.unicodeScalars.first,
        let name = name(of: scalar)
      else { return diagnostic }
      lines.insert(place.source.lineRange(at: place.range.lowerBound))
      var diagnostic = diagnostic
      diagnostic.related.append(
        .init(span: place, message: "\(name) (\(code(scalar))) stands here, which cannot be seen")
      )
      return diagnostic
    }
    return noted.filter {
      $0.code != .invisibleCharacter
        || !lines.contains($0.span.source.lineRange(at: $0.span.range.lowerBound))
    }
  }

  /// The first such character on the line where a span begins.
  private static func first(onLineOf span: SourceSpan) -> SourceSpan? {
    let line = span.source.lineRange(at: span.range.lowerBound)
    let bytes = span.source.bytes[line]
    // A line may be as long as the file.
    guard bytes.count < 4096, bytes.contains(where: { $0 >= 0x80 }) else { return nil }
    var at = line.lowerBound
    for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
      let length = UTF8.width(scalar)
      if name(of: scalar) != nil { return SourceSpan(source: span.source, range: at..<at + length) }
      at += length
    }
    return nil
  }

  private static func place(of scalar: Unicode.Scalar, in span: SourceSpan) -> SourceSpan? {
    var at = span.range.lowerBound
    for other in span.text.unicodeScalars {
      let length = UTF8.width(other)
      if other == scalar { return SourceSpan(source: span.source, range: at..<at + length) }
      at += length
    }
    return nil
  }

  private static func code(_ scalar: Unicode.Scalar) -> String { "U+" + digits(scalar) }

  private static func digits(_ scalar: Unicode.Scalar) -> String {
    let digits = String(scalar.value, radix: 16, uppercase: true)
    return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }
}
