import SwpipeCore
import SwpipeJQ
import SwpipeYAML

/// Tells a program in jq's language from a transform's name, where a spec may have either.
struct ProgramText {
  let catalog: Catalog
  /// The transform that runs programs; nil where there is none.
  let transform: Definition?

  init(catalog: Catalog) {
    self.catalog = catalog
    transform = catalog.programTransform
  }

  /// Whether a text that stands in the place of a transform's name is a program.
  ///
  /// What may be a name is one, also where jq has a function that is called like it; `take(5)` is the
  /// slip of someone who means the transform, unless jq understands it.
  func isProgram(_ text: String) -> Bool {
    guard transform != nil, catalog.transforms[text] == nil,
      !text.hasPrefix("{{"), !text.allSatisfy(\.isWhitespace), !ProgramText.mayBeName(text)
    else { return false }
    let name = String(text.prefix { $0 != "(" && $0 != " " })
    return catalog.transforms[name] == nil || compiles(text)
  }

  /// Whether jq understands a text, whatever its variables are.
  func compiles(_ text: String) -> Bool {
    transform != nil && problems(text).isEmpty
  }

  /// The function of jq that was most likely meant by a word that is no program; nil where that cannot be
  /// told.
  func meant(_ word: String) -> String? {
    let problems = problems(word)
    guard problems.count == 1, problems[0].range == 0..<word.utf8.count else { return nil }
    return problems[0].meant
  }

  private func problems(_ text: String) -> [JQProblem] {
    var scope = TemplateScope()
    scope.isOpen = true
    return scope.problems(of: text)
  }

  /// The finding for a mapping or list that is a program without quotes; nil where it is none.
  ///
  /// One key with one value may be a transform that a plugin has; see `unquoted(unknown:)`.
  func unquoted(_ node: SpecNode) -> Diagnostic? {
    if case .mapping(let entries) = node.content, let name = entries.first?.key,
      catalog.transforms[name] != nil || (entries.count == 1 && ProgramText.mayBeName(name))
    {
      return nil
    }
    let span = node.span
    let text = span.source.text(span.range)
    guard let first = text.first, first == "{" || first == "[", compiles(text) else { return nil }
    return ProgramText.finding(first, span)
  }

  /// The same for what has the form of a component whose name nothing has, plugins included.
  func unquoted(unknown written: ComponentSpec) -> Diagnostic? {
    let isNear = Wording.near(written.name, among: catalog.transforms.keys.sorted()) != nil
    // Who gives arguments by name to what jq calls a function has a transform in mind, not an object.
    if case .named = written.arguments, compiles(written.name) { return nil }
    guard !written.name.contains("."), !isNear,
      let value = ProgramText.span(of: written.arguments),
      let span = ProgramText.braces(around: written.nameSpan.union(value)),
      compiles(span.source.text(span.range))
    else { return nil }
    return ProgramText.finding("{", span)
  }

  private static func span(of arguments: ComponentSpec.Arguments) -> SourceSpan? {
    switch arguments {
    case .none, .null, .unreadable: return nil
    case .first(let node): return node.span
    case .named(let entries):
      guard let first = entries.first, let last = entries.last else { return nil }
      return braces(around: first.keySpan.union(last.value.span))
    }
  }

  /// The same for the arguments of a transform whose first parameter is a program.
  static func unquoted(_ entries: [SpecEntry], of definition: Definition) -> Diagnostic? {
    guard definition.parameters.first?.type == .expression, let first = entries.first,
      let last = entries.last,
      !entries.contains(where: { entry in
        definition.offeredParameters.contains { $0.name == entry.key }
      }),
      let span = braces(around: first.keySpan.union(last.value.span))
    else { return nil }
    return finding("{", span)
  }

  private static func finding(_ first: Character, _ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .forgottenQuotes,
      "this program needs quotes: `\(first)` begins a \(first == "{" ? "mapping" : "list") in YAML",
      at: span,
      help: ForgottenQuotes.help(for: span)
    )
  }

  /// The braces that enclose a span; nil where none do.
  private static func braces(around span: SourceSpan) -> SourceSpan? {
    let bytes = span.source.bytes
    func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0A }
    var start = span.range.lowerBound
    var end = span.range.upperBound
    while start > 0, isBlank(bytes[start - 1]) { start -= 1 }
    while end < bytes.count, isBlank(bytes[end]) { end += 1 }
    guard start > 0, bytes[start - 1] == UInt8(ascii: "{"), end < bytes.count,
      bytes[end] == UInt8(ascii: "}")
    else { return nil }
    return SourceSpan(source: span.source, range: (start - 1)..<(end + 1))
  }

  /// Whether a text has the form that names of transforms have: letters, digits, `_`, `-`, `.` and `/`,
  /// a letter first.
  ///
  /// What is not ASCII counts as a letter, also where it cannot be seen: it is told as a part of a name.
  private static func mayBeName(_ text: String) -> Bool {
    guard let first = text.utf8.first, isLetter(first) else { return false }
    return text.utf8.allSatisfy { isLetter($0) || "0123456789-./".utf8.contains($0) }
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    byte >= 0x80 || byte == UInt8(ascii: "_") || (byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A)
  }
}
