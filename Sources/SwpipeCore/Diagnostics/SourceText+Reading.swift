extension SourceText {
  /// Makes a text of bytes as they came from a file, and says what keeps them from being UTF-8.
  ///
  /// The text is always usable for showing diagnostics: bytes that are not UTF-8 are replaced in it,
  /// after the place the diagnostic points at. With a diagnostic the text must not be composed.
  package static func reading(
    bytes: [UInt8],
    name: String
  ) -> (source: SourceText, diagnostics: [Diagnostic]) {
    if let encoding = wideEncoding(of: bytes) {
      let source = SourceText(name: name, bytes: [])
      let finding = Diagnostic(
        .yamlEncoding,
        "the file is \(encoding) text, a spec is UTF-8",
        at: SourceSpan(source: source, range: 0..<0),
        help: "save it as UTF-8 in your editor, or convert it: "
          + "iconv -f \(encoding) -t UTF-8 OLD > NEW"
      )
      return (source, [finding])
    }
    guard let offset = firstInvalidByte(of: bytes) else {
      return (SourceText(name: name, bytes: bytes), [])
    }
    let repaired = SourceText(name: name, bytes: Array(String(decoding: bytes, as: UTF8.self).utf8))
    // What stands for the bad bytes is U+FFFD, three bytes long.
    let span = SourceSpan(source: repaired, range: offset..<min(offset + 3, repaired.bytes.count))
    let finding = Diagnostic(
      .yamlEncoding,
      "byte \(offset + 1) of the file (0x\(hexadecimal(bytes[offset]))) is not UTF-8",
      at: span,
      help: "save the file as UTF-8; it may have been written as Latin-1 or Windows-1252"
    )
    return (repaired, [finding])
  }

  /// The name of a UTF-16 or UTF-32 encoding, told by its byte order mark or by the place of the NULs.
  private static func wideEncoding(of bytes: [UInt8]) -> String? {
    let head = Array(bytes.prefix(4))
    if head == [0xFF, 0xFE, 0, 0] || head == [0, 0, 0xFE, 0xFF] { return "UTF-32" }
    if head.starts(with: [0xFF, 0xFE]) || head.starts(with: [0xFE, 0xFF]) { return "UTF-16" }
    guard head.count == 4 else { return nil }
    switch (head[0] == 0, head[1] == 0, head[2] == 0, head[3] == 0) {
    case (false, true, false, true): return "UTF-16LE"
    case (true, false, true, false): return "UTF-16BE"
    case (false, true, true, true): return "UTF-32LE"
    case (true, true, true, false): return "UTF-32BE"
    default: return nil
    }
  }

  private static func firstInvalidByte(of bytes: [UInt8]) -> Int? {
    do throws(UTF8.ValidationError) {
      _ = try UTF8Span(validating: bytes.span)
      return nil
    } catch {
      return error.byteOffsets.lowerBound
    }
  }

  private static func hexadecimal(_ byte: UInt8) -> String {
    let digits = String(byte, radix: 16, uppercase: true)
    return byte < 16 ? "0" + digits : digits
  }
}
