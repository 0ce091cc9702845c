import SwpipeCore
import SwpipeYAML

/// What to say where a value is due and nothing, or null, is there.
enum MissingValue {
  /// The way out, told by what stands there: a comment, an empty variable, `null`.
  ///
  /// Nil where the place is simply empty, or null where something else than a text is due.
  static func help(_ node: SpecNode, isText: Bool) -> String? {
    guard case .scalar(let scalar) = node.content else { return nil }
    let written = Wording.quote(node.span.text)
    if !scalar.expanded.isEmpty {
      let what = scalar.text.isEmpty ? "empty" : Wording.quote(scalar.text)
      let quoted = isText ? "; in quotes, `'\(node.span.text)'`, it is a text" : ""
      return "\(written) is \(what) here, which YAML reads as null" + quoted
    }
    if !scalar.text.isEmpty {
      return isText ? "\(written) without quotes is no value; the text is `'\(scalar.text)'`" : nil
    }
    guard ForgottenQuotes.comment(after: node.span) != nil else { return nil }
    guard isText else { return "`#` begins a comment, and nothing stands before it" }
    let empty = YAMLNode(content: .scalar(scalar.scalar), span: node.span)
    return "`#` begins a comment; if a text is meant, " + ForgottenQuotes.help(for: empty)
  }

  /// Whether a null is what became of a variable.
  static func isVariable(_ node: SpecNode) -> Bool {
    guard case .scalar(let scalar) = node.content else { return false }
    return !scalar.expanded.isEmpty
  }
}
