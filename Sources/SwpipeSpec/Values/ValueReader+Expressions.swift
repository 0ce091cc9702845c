import SwpipeCore
import SwpipeJQ
import SwpipeYAML

extension ValueReader {
  /// A program in jq's language, which may begin with a `$` and hold braces.
  func expression(_ node: SpecNode, for name: String) -> String? {
    guard let scalar = scalar(node, for: name, needs: "a jq program", isText: true) else {
      return nil
    }
    warnOfComment(node, scalar)
    let problems = scope.problems(of: scalar.text)
    let comment = problems.isEmpty ? nil : cutShort(node, scalar)
    for problem in problems {
      findings.error(
        .invalidExpression,
        problem.message,
        at: node.span(of: problem.range),
        help: comment ?? problem.help,
        related: node.related
      )
    }
    return problems.isEmpty ? scalar.text : nil
  }

  /// The help where a program is broken because a ` #` ended it; nil where none did.
  private func cutShort(_ node: SpecNode, _ scalar: SpecScalar) -> String? {
    guard scalar.isPlain, scalar.expanded.isEmpty,
      let comment = ForgottenQuotes.comment(after: node.span)
    else { return nil }
    return "` #` begins a comment in YAML; if it belongs to the program, "
      + ForgottenQuotes.help(for: node.span.union(comment))
  }

  /// A place in an element.
  func path(_ node: SpecNode, for name: String) -> [Template.PathKey]? {
    guard
      let scalar = scalar(
        node,
        for: name,
        needs: "a place in the element, such as `.name`",
        isText: true
      )
    else { return nil }
    do throws(PathParser.Stop) {
      return try PathParser.keys(scalar.text)
    } catch {
      let range: Range<Int> =
        switch error {
        case .problem(let problem): problem.range
        case .notAPath(let range): range
        }
      let isWord = scalar.text.utf8.allSatisfy { $0 == 0x5F || $0 == 0x2E || isWordByte($0) }
      findings.error(
        .invalidArgument,
        "`\(name)` needs a place in the element, and \(scalar.description) is none",
        at: range.isEmpty ? node.span : node.span(of: range),
        help: isWord && scalar.text.first?.isLetter == true
          ? "a place begins with a point: `.\(scalar.text)`"
          : "a place is written as `.name`, `.outer.inner`, `.\"a name\"` or `.list[0]`",
        related: node.related
      )
      return nil
    }
  }

  private func isWordByte(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20)
  }

  /// A text with `{{ … }}` in it.
  func template(_ node: SpecNode, for name: String) -> Template? {
    guard let text = text(node, for: name, isLiteral: false),
      case .scalar(let scalar) = node.content
    else { return nil }
    var parser = TemplateParser(text, literal: scalar.expanded, scope: scope)
    do throws(TemplateProblem.List) {
      return try parser.template()
    } catch {
      for problem in error.problems {
        findings.error(
          problem.code,
          problem.message,
          at: node.span(of: problem.range),
          help: problem.help,
          related: node.related
        )
      }
      return nil
    }
  }
}
