import SwpipeCore

/// Commas of lists and mappings in brackets that have nothing before them.
extension YAMLSyntaxError {
  /// The comma that is too many, and the text without it.
  var commaFinding: Finding? {
    let at = text.original(problem.offset)
    guard problem.context?.contains("flow") == true, byte(at) == UInt8(ascii: ","),
      let before = significant(before: at), "[{,".utf8.contains(source.bytes[before])
    else { return nil }
    let isFirst = byte(before) != UInt8(ascii: ",")
    let opening = SourceSpan(source: source, range: before..<before + 1)
    let diagnostic = Diagnostic(
      .yamlSyntax,
      "this comma has nothing before it",
      at: SourceSpan(source: source, range: at..<at + 1),
      help: "remove it; an empty text is written `''`",
      related: isFirst ? [] : [.init(span: opening, message: "the comma before stands here")]
    )
    let edit = MendedText.Edit(range: at..<at + 1, replacement: [UInt8(ascii: " ")])
    guard !text.isMended(edit.range) else { return Finding(diagnostic: diagnostic) }
    return Finding(diagnostic: diagnostic, mended: text.applying([edit]))
  }

  private func byte(_ at: Int) -> UInt8? {
    source.bytes.indices.contains(at) ? source.bytes[at] : nil
  }

  /// The offset of the last byte before an offset that is neither a blank nor mended away.
  private func significant(before offset: Int) -> Int? {
    var at = offset - 1
    while let byte = byte(at) {
      if !" \t\r\n".utf8.contains(byte), !text.isMended(at..<at + 1) { return at }
      at -= 1
    }
    return nil
  }
}
