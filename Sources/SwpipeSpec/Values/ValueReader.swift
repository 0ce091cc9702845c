import SwpipeCore
import SwpipeYAML

/// Reads a node as one of the types that parameters have, or says why it is none.
///
/// A value that is nil was reported already, or is unknown; nobody needs to say more about it.
struct ValueReader {
  let findings: Findings
  /// What templates may look at.
  var scope = TemplateScope()
  /// Whether what is read may hold a secret: only arguments that take a text.
  private var takesSecrets = false

  init(findings: Findings, scope: TemplateScope = TemplateScope()) {
    self.findings = findings
    self.scope = scope
  }

  /// The value of a node; `name` is the key it stands at.
  func read(_ node: SpecNode, as type: ParameterType, for name: String) -> Argument? {
    if case .unknown = node.content { return nil }
    var reader = self
    switch type {
    case .text, .file, .template, .list, .value: reader.takesSecrets = true
    default: reader.takesSecrets = false
    }
    return reader.readValue(node, as: type, for: name)
  }

  private func readValue(_ node: SpecNode, as type: ParameterType, for name: String) -> Argument? {
    switch type {
    case .text where isStarted(node), .file where isStarted(node):
      return template(node, for: name).map { .template($0) }
    case .text: return text(node, for: name).map { .text($0) }
    case .file: return file(node, for: name).map { .text($0) }
    case .boolean: return boolean(node, for: name).map { .boolean($0) }
    case .integer(let bounds): return integer(node, in: bounds, for: name).map { .integer($0) }
    case .number(let bounds): return number(node, in: bounds, for: name)
    case .duration: return duration(node, for: name).map { .duration($0) }
    case .size: return size(node, for: name).map { .size($0) }
    case .choice(let words): return choice(node, of: words, for: name).map { .text($0) }
    case .pattern: return text(node, for: name, isLiteral: false).map { .text($0) }
    case .expression: return expression(node, for: name).map { .text($0) }
    case .path: return path(node, for: name).map { .path($0) }
    case .template: return template(node, for: name).map { .template($0) }
    case .list(let type): return list(node, of: type, for: name).map { .list($0) }
    case .value: return value(node).map { .value($0) }
    }
  }

  /// Whether a text of a resource is a template, which each worker writes when it starts it.
  private func isStarted(_ node: SpecNode) -> Bool {
    guard scope.isResource, case .scalar(let scalar) = node.content else { return false }
    return TemplateParser.looksLikeTemplate(scalar.text)
  }

  /// The text of a scalar, plain ones as they are written.
  func text(_ node: SpecNode, for name: String, isLiteral: Bool = true) -> String? {
    // The brackets of a regular expression are more often its own than those of a list.
    guard let scalar = scalar(node, for: name, needs: "a text", isText: true, mayBeList: isLiteral)
    else { return nil }
    warnOfComment(node, scalar)
    warnOfShellVariable(node, scalar)
    // Braces that came out of a variable are somebody's data.
    if isLiteral, scalar.expanded.isEmpty, TemplateParser.looksLikeTemplate(scalar.text) {
      findings.warning(
        .templateInText,
        "`\(name)` takes a literal text, in which `{{ }}` means nothing",
        at: node.span,
        help: "the braces stay as they are",
        related: node.related
      )
    }
    return scalar.text
  }

  /// The scalar of a node where a text or something written like one is due.
  ///
  /// For a text, `null` that came out of a variable is those four letters.
  func scalar(
    _ node: SpecNode,
    for name: String,
    needs what: String,
    isText: Bool = false,
    mayBeList: Bool = false
  ) -> SpecScalar? {
    switch node.content {
    case .scalar(let scalar):
      if !takesSecrets, SecretReference.isIn(scalar.text) {
        findings.error(
          .misplacedSecret,
          "`\(name)` cannot hold a secret",
          at: node.span,
          help: "a secret may only be put into arguments that take a text",
          related: node.related
        )
        return nil
      }
      guard node.isNull else { return scalar }
      if isText, !scalar.expanded.isEmpty, !scalar.text.isEmpty { return scalar }
      let needed = isText ? "an empty text is written `''`" : "it needs \(what)"
      findings.error(
        .wrongType,
        "`\(name)` has no value",
        at: node.span,
        help: MissingValue.help(node, isText: isText) ?? needed,
        related: node.related
      )
      return nil
    case .unknown: return nil
    case .list(let items):
      if isText, mayBeList || items.count > 1, let help = oneOf(items, node, for: name) {
        findings.error(
          .wrongType,
          "`\(name)` takes one text, not a list",
          at: node.span,
          help: help,
          related: node.related
        )
        return nil
      }
      notAScalar(node, for: name, needs: what, isText: isText)
      return nil
    case .mapping:
      notAScalar(node, for: name, needs: what, isText: isText)
      return nil
    }
  }

  private func notAScalar(
    _ node: SpecNode,
    for name: String,
    needs what: String,
    isText: Bool
  ) {
    // A bracket or brace at the start of a text without quotes is what usually leads here.
    let first = node.span.source.text(node.span.range).first
    let isQuotes = isText && (first == "{" || first == "[")
    var help = isQuotes ? ForgottenQuotes.help(for: node.span) : nil
    if !isText, case .list(let items) = node.content, items.count == 1,
      case .scalar(let scalar) = items[0].content
    {
      help = "write `\(name): \(scalar.text)`"
    }
    findings.error(
      isQuotes ? .forgottenQuotes : .wrongType,
      "`\(name)` needs \(what), not \(node.description)",
      at: node.span,
      help: help,
      related: node.related
    )
  }

  /// The help where a list of words stands in the place of one text; nil if it looks like a text with
  /// brackets, such as a regular expression.
  private func oneOf(_ items: [SpecNode], _ node: SpecNode, for name: String) -> String? {
    let words = items.compactMap { item -> String? in
      guard case .scalar(let scalar) = item.content else { return nil }
      let isWord = scalar.text.allSatisfy { $0.isLetter || $0.isNumber || "_- ./".contains($0) }
      return isWord && !scalar.text.isEmpty ? scalar.text : nil
    }
    guard let first = words.first, words.count == items.count else { return nil }
    let isRange = words.count == 1 && first.contains("-") && first.count < 12
    guard !isRange else { return nil }
    let one = "write one of them, such as `\(name): \(first)`"
    guard words.count == 1 else { return one }
    return "write `\(name): \(first)`; if the brackets belong to the text, "
      + ForgottenQuotes.help(for: node.span)
  }

  /// Warns of a variable as a shell has it, which is a text here unless it has braces.
  func warnOfShellVariable(_ node: SpecNode, _ scalar: SpecScalar) {
    guard scalar.isPlain, scalar.expanded.isEmpty, scalar.text.first == "$",
      case let name = scalar.text.dropFirst(), let first = name.first, !first.isNumber,
      name.allSatisfy({ $0.isASCII && ($0.isUppercase || $0.isNumber || $0 == "_") })
    else { return }
    findings.warning(
      .doubtfulScalar,
      "`\(scalar.text)` is a text, in which `$` means nothing",
      at: node.span,
      help: "write `${\(name)}` for the variable, or `'\(scalar.text)'` for the text",
      related: node.related
    )
  }

  /// Warns of what looks like the rest of a text and is a comment: `issue #5`.
  func warnOfComment(_ node: SpecNode, _ scalar: SpecScalar) {
    guard scalar.isPlain, scalar.expanded.isEmpty,
      let comment = ForgottenQuotes.comment(after: node.span),
      let next = comment.text.dropFirst().first, next.isLetter || next.isNumber
    else { return }
    findings.warning(
      .doubtfulScalar,
      "\(Wording.quote(comment.text)) is a comment, and no part of the text before it",
      at: comment,
      help: "put a blank behind `#`; if it belongs to the text, "
        + ForgottenQuotes.help(for: node.span.union(comment)),
      related: node.related
    )
  }

  /// The help where a variable is in quotes and something else than a text is due.
  static let quotedVariable =
    "a quoted `${…}` stays a text; give it a line of its own, without quotes"

  /// `true` or `false`.
  func boolean(_ node: SpecNode, for name: String) -> Bool? {
    guard let scalar = scalar(node, for: name, needs: "`true` or `false`") else { return nil }
    if case .bool(let flag) = scalar.value { return flag }
    var help: String?
    if case .boolean(let suggestion) = scalar.scalar.lookalike {
      help = "write `\(suggestion)`; `\(scalar.text)` is a text in YAML 1.2"
    } else if !scalar.isPlain, !scalar.expanded.isEmpty {
      help = Self.quotedVariable
    } else if ["true", "false"].contains(scalar.text.lowercased()) {
      help = "write `\(scalar.text.lowercased())` without quotes"
    }
    findings.error(
      .wrongType,
      "`\(name)` needs `true` or `false`, not \(scalar.description)",
      at: node.span,
      help: help,
      related: node.related
    )
    return nil
  }

  /// One of some words.
  func choice(_ node: SpecNode, of words: [String], for name: String) -> String? {
    guard let scalar = scalar(node, for: name, needs: "one word") else { return nil }
    if words.contains(scalar.text) { return scalar.text }
    findings.error(
      .unknownChoice,
      "`\(name)` cannot be \(scalar.description)",
      at: node.span,
      help: Wording.choice(scalar.text, among: words, called: "words"),
      related: node.related
    )
    return nil
  }

  private func list(_ node: SpecNode, of type: ParameterType, for name: String) -> [Argument]? {
    guard case .list(let nodes) = node.content else {
      if node.isNull {
        _ = scalar(node, for: name, needs: "a list")
        return nil
      }
      return read(node, as: type, for: name).map { [$0] }
    }
    let items = nodes.map { read($0, as: type, for: name) }
    let known = items.compactMap { $0 }
    return known.count == items.count ? known : nil
  }
}
