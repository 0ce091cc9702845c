import SwpipeCore
import SwpipeYAML

/// Replaces `${NAME}`, `${NAME:-default}` and `${NAME:?message}` in scalars, and `$${` by `${`.
///
/// Works on the text of a scalar after YAML was parsed, so that a value can never become YAML;
/// what stands in `{{ }}` is left alone. A default or message may hold variables itself, and braces
/// in pairs.
struct VariableExpander {
  let variables: [String: String]
  /// The names of those that are secrets; the text has a reference in the place of the value.
  var secrets: Set<String> = []
  let mode: SpecOptions.Mode
  let findings: Findings
  var uses = VariableUses()

  /// How deep variables may stand in one another's defaults.
  private static let depth = 20
  private static let literal = "write `$${` for a literal `${`"

  /// The text that a scalar had, which spans are found by.
  private struct Place {
    let node: SpecNode
    let text: [UInt8]

    func starts(_ prefix: StaticString, _ at: Int, _ end: Int) -> Bool {
      prefix.withUTF8Buffer { text[at..<end].starts(with: $0) }
    }
  }

  /// A text that cannot be expanded, which was reported.
  private enum Stop: Error { case reported }

  /// The scalar with its variables replaced; nil if one has no value, which was then reported.
  func expand(_ written: SpecScalar, at span: SourceSpan) -> SpecScalar? {
    guard written.text.contains("${") else { return written }
    let node = SpecNode(content: .scalar(written), span: span, aliasSpan: nil)
    let place = Place(node: node, text: Array(written.text.utf8))
    do throws(Stop) {
      var output: [UInt8] = []
      var ranges: [Range<Int>] = []
      let isKnown = try expand(place, 0..<place.text.count, depth: 0, isUsed: true, &output) {
        ranges.append($0)
      }
      guard isKnown else { return nil }
      var result = written
      result.scalar.text = String(decoding: output, as: UTF8.self)
      result.expanded = ranges
      return result
    } catch {
      return nil
    }
  }

  /// The text of a key, in which no variable may stand; nil after saying so.
  func key(_ text: String, at span: SourceSpan) -> String? {
    guard text.contains("${") else { return text }
    // `$${` is a literal `${` here too; any other `${` would be taken for a variable.
    let pieces = text.split(separator: "$${", omittingEmptySubsequences: false)
    guard !pieces.contains(where: { $0.contains("${") }) else {
      findings.error(
        .invalidVariable,
        "variables are replaced in values, not in keys",
        at: span,
        help: "write the key as it is to be; " + Self.literal
      )
      return nil
    }
    return pieces.joined(separator: "${")
  }

  /// Appends a range of the text with its variables replaced; false if one of them has no value.
  ///
  /// `isUsed` is false for a default that another value replaces: only its form is looked at.
  private func expand(
    _ place: Place,
    _ range: Range<Int>,
    depth: Int,
    isUsed: Bool,
    _ output: inout [UInt8],
    _ note: (Range<Int>) -> Void
  ) throws(Stop) -> Bool {
    var isKnown = true
    var at = range.lowerBound
    while at < range.upperBound {
      if place.starts("$${", at, range.upperBound) {
        output += "${".utf8
        at += 3
      } else if place.starts("{{", at, range.upperBound),
        let end = TemplateEnd.find(in: place.text, from: at), end <= range.upperBound
      {
        output += place.text[at..<end]
        at = end
      } else if place.starts("${", at, range.upperBound) {
        guard let end = Self.end(of: place, at, range.upperBound) else {
          throw unclosed(place, at..<range.upperBound)
        }
        guard depth < Self.depth else {
          throw refuse(place, at..<end, "variables stand in one another", "name fewer of them")
        }
        let start = output.count
        isKnown =
          try reference(place, at..<end, depth: depth, isUsed: isUsed, &output) && isKnown
        note(start..<output.count)
        at = end
      } else {
        output.append(place.text[at])
        at += 1
      }
    }
    return isKnown
  }

  /// Appends what a `${…}` stands for; false if it has no value.
  private func reference(
    _ place: Place,
    _ whole: Range<Int>,
    depth: Int,
    isUsed: Bool,
    _ output: inout [UInt8]
  ) throws(Stop) -> Bool {
    let inner = whole.lowerBound + 2..<whole.upperBound - 1
    let nameEnd = place.text[inner].firstIndex { !Self.isNameByte($0) } ?? inner.upperBound
    let name = String(decoding: place.text[inner.lowerBound..<nameEnd], as: UTF8.self)
    let hasDefault = place.starts(":-", nameEnd, inner.upperBound)
    let hasMessage = place.starts(":?", nameEnd, inner.upperBound)
    let startsWithDigit = name.first.map { $0.isNumber } ?? true
    guard !startsWithDigit, nameEnd == inner.upperBound || hasDefault || hasMessage else {
      throw refuse(
        place,
        whole,
        "`\(String(decoding: place.text[whole], as: UTF8.self))` is not a variable",
        "a variable is `${NAME}`, `${NAME:-default}` or `${NAME:?message}`; " + Self.literal
      )
    }
    uses.note(name)
    // As in a shell, `:-` and `:?` take an empty value for a missing one.
    let value = variables[name].flatMap { nameEnd < inner.upperBound && $0.isEmpty ? nil : $0 }
    let set = secrets.contains(name) ? value.map { _ in SecretReference.text(name) } : value
    guard nameEnd < inner.upperBound else {
      if let set { output += Array(set.utf8) }
      if set == nil, isUsed { undefined(name, "", place.node.span(of: whole)) }
      return set != nil
    }
    let word = nameEnd + 2..<inner.upperBound
    if let braces = word.first(where: { place.starts("{{", $0, word.upperBound) }) {
      throw refuse(
        place,
        braces..<braces + 2,
        "what a variable stands for is a text, in which `{{ }}` means nothing",
        "write the template around the variable, or put no `{{` into its default"
      )
    }
    var other: [UInt8] = []
    let isKnown = try expand(
      place,
      word,
      depth: depth + 1,
      isUsed: isUsed && set == nil,
      &other,
      { _ in }
    )
    if let set {
      output += Array(set.utf8)
      return true
    }
    if hasDefault {
      output += other
      return isKnown
    }
    if isUsed {
      undefined(name, String(decoding: other, as: UTF8.self), place.node.span(of: whole))
    }
    return false
  }

  /// The offset behind the `}` that closes the `${` at an offset.
  private static func end(of place: Place, _ start: Int, _ limit: Int) -> Int? {
    var unclosed = 1
    var at = start + 2
    while at < limit {
      if place.starts("$${", at, limit) {
        at += 3
        continue
      }
      if place.text[at] == UInt8(ascii: "{") { unclosed += 1 }
      if place.text[at] == UInt8(ascii: "}") {
        unclosed -= 1
        if unclosed == 0 { return at + 1 }
      }
      at += 1
    }
    return nil
  }

  private func unclosed(_ place: Place, _ range: Range<Int>) -> Stop {
    let hasBrace = place.text[range].contains(UInt8(ascii: "}"))
    return refuse(
      place,
      range,
      "`${` has no closing `}`",
      hasBrace ? "each `{` in a default needs its `}`; " + Self.literal : Self.literal
    )
  }

  private func refuse(
    _ place: Place,
    _ range: Range<Int>,
    _ message: String,
    _ help: String
  ) -> Stop {
    findings.error(.invalidVariable, message, at: place.node.span(of: range), help: help)
    return .reported
  }

  private func undefined(_ name: String, _ message: String, _ span: SourceSpan) {
    let say = mode == .run ? findings.error : findings.warning
    say(
      .undefinedVariable,
      message.isEmpty ? "the variable `\(name)` is not defined" : "`\(name)`: \(message)",
      span,
      "set it in the environment or with `--set \(name)=…`, "
        + "or give a default: `${\(name):-…}`",
      []
    )
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
      true
    default: false
    }
  }
}
