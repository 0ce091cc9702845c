import SwpipeCore
import SwpipeYAML

extension ValueReader {
  /// Any YAML value as JSON would have it.
  func value(_ node: SpecNode) -> Value? {
    switch node.content {
    case .unknown: return nil
    case .scalar(let scalar): return value(scalar, at: node)
    case .list(let nodes):
      let values = nodes.map { value($0) }
      let known = values.compactMap { $0 }
      return known.count == values.count ? .list(known) : nil
    case .mapping(let entries):
      let fields = entries.map { entry in
        value(entry.value).map { Value.Field(key: entry.key, value: $0) }
      }
      let known = fields.compactMap { $0 }
      return known.count == fields.count ? .mapping(known) : nil
    }
  }

  private func value(_ scalar: SpecScalar, at node: SpecNode) -> Value? {
    switch scalar.value {
    case .null:
      if let help = MissingValue.help(node, isText: true),
        scalar.text.isEmpty || !scalar.expanded.isEmpty
      {
        findings.warning(
          .doubtfulScalar,
          "the value here is null",
          at: node.span,
          help: help,
          related: node.related
        )
      }
      return .null
    case .bool(let flag): return .boolean(flag)
    case .integer(let number): return .integer(number)
    case .float(let number) where number.isFinite:
      return ExactNumber(scalar.text, nearest: number).map { .digits($0.json) } ?? .number(number)
    case .float:
      findings.error(
        .wrongType,
        "JSON has no number \(scalar.description)",
        at: node.span,
        related: node.related
      )
      return nil
    case .bigInteger(let text):
      if let exact = ExactNumber(text) { return .digits(exact.json) }
      findings.error(
        .outOfRange,
        "\(Wording.quote(text)) does not fit in a 64-bit integer",
        at: node.span,
        help: "write it in decimal digits, which may be any number; in quotes it is a text",
        related: node.related
      )
      return nil
    case .string(let text):
      if scalar.isPlain, let lookalike = scalar.scalar.lookalike {
        findings.warning(
          .doubtfulScalar,
          "`\(text)` is a text in YAML 1.2",
          at: node.span,
          help: "write `\(lookalike.suggestion)` if that is meant, or `'\(text)'` for the text",
          related: node.related
        )
      }
      warnOfComment(node, scalar)
      warnOfShellVariable(node, scalar)
      return .text(text)
    }
  }
}
