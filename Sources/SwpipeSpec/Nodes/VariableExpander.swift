import SwpipeCore
import SwpipeYAML

/// Replaces `${NAME}`, `${NAME:-default}` and `${NAME:?message}` in scalars, and `$${` by `${`.
///
/// Works on the text of a scalar after YAML was parsed, so that a value can never become YAML;
/// what stands in `{{ }}` is left alone.
struct VariableExpander {
  let variables: [String: String]
  let mode: SpecOptions.Mode
  let findings: Findings

  /// The scalar with its variables replaced; nil if one has no value, which was then reported.
  func expand(_ written: SpecScalar, at span: SourceSpan) -> SpecScalar? {
    guard written.text.contains("${") else { return written }
    let text = Array(written.text.utf8)
    let node = SpecNode(content: .scalar(written), span: span, aliasSpan: nil)
    var output: [UInt8] = []
    var ranges: [Range<Int>] = []
    var isKnown = true
    var at = 0
    while at < text.count {
      let rest = text[at...]
      if rest.starts(with: Array("$${".utf8)) {
        output += Array("${".utf8)
        at += 3
      } else if rest.starts(with: Array("{{".utf8)), let end = TemplateParser.end(of: text, at) {
        output += text[at..<end]
        at = end
      } else if rest.starts(with: Array("${".utf8)) {
        guard let end = rest.firstIndex(of: UInt8(ascii: "}")) else {
          findings.error(
            .invalidVariable,
            "`${` has no closing `}`",
            at: node.span(of: at..<text.count),
            help: "write `$${` for a literal `${`"
          )
          return nil
        }
        if let value = value(of: text[(at + 2)..<end], at: node.span(of: at..<(end + 1))) {
          ranges.append(output.count..<(output.count + value.utf8.count))
          output += Array(value.utf8)
        } else {
          isKnown = false
        }
        at = end + 1
      } else {
        output.append(text[at])
        at += 1
      }
    }
    guard isKnown else { return nil }
    var result = written
    result.scalar.text = String(decoding: output, as: UTF8.self)
    result.expanded = ranges
    return result
  }

  private func value(of reference: ArraySlice<UInt8>, at span: SourceSpan) -> String? {
    let nameEnd = reference.firstIndex { !isNameByte($0) } ?? reference.endIndex
    let name = String(decoding: reference[..<nameEnd], as: UTF8.self)
    let rest = String(decoding: reference[nameEnd...], as: UTF8.self)
    let startsWithDigit = name.first.map { $0.isNumber } ?? true
    guard !startsWithDigit, rest.isEmpty || rest.hasPrefix(":-") || rest.hasPrefix(":?") else {
      findings.error(
        .invalidVariable,
        "`${\(String(decoding: reference, as: UTF8.self))}` is not a variable",
        at: span,
        help: "a variable is `${NAME}`, `${NAME:-default}` or `${NAME:?message}`; "
          + "write `$${` for a literal `${`"
      )
      return nil
    }
    // As in a shell, `:-` and `:?` take an empty value for a missing one.
    if let value = variables[name], rest.isEmpty || !value.isEmpty { return value }
    if rest.hasPrefix(":-") { return String(rest.dropFirst(2)) }
    let message = rest.dropFirst(2)
    let say = mode == .run ? findings.error : findings.warning
    say(
      .undefinedVariable,
      message.isEmpty ? "the variable `\(name)` is not defined" : "`\(name)`: \(message)",
      span,
      "set it in the environment or with `--set \(name)=…`, "
        + "or give a default: `${\(name):-…}`",
      []
    )
    return nil
  }

  private func isNameByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
      true
    default: false
    }
  }
}
