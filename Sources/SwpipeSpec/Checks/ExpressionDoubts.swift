import SwpipeCore
import SwpipeJQ

/// Finds what expressions cannot do with the elements they get, and what they most likely mean otherwise.
struct ExpressionDoubts {
  let graph: Graph
  let findings: Findings

  /// Reports what there is to say of a stage's arguments.
  ///
  /// `text` is what feeds it with text, where it gets nothing else; `help` says the way out of that.
  func report(
    _ stage: Graph.Stage,
    isCondition: Bool,
    text: Feeder?,
    help: (Feeder) -> String?
  ) {
    guard let component = stage.component, component.isWhole else { return }
    for parameter in component.definition.parameters {
      guard let node = component.given[parameter.name] else { continue }
      reportConstant(node, parameter.type)
      for expression in expressions(in: node, parameter.type) {
        let doubts = JQProgram.doubts(
          expression.text,
          use: isCondition && parameter.type == .expression ? .condition : .values,
          takesText: text != nil
        )
        for doubt in doubts {
          let start = expression.start
          let range = (start + doubt.range.lowerBound)..<(start + doubt.range.upperBound)
          report(doubt, at: expression.node.span(of: range), node.related, text, help)
        }
      }
    }
  }

  /// Warns of a template that is the path of a field without braces, and so the same for all elements.
  private func reportConstant(_ node: SpecNode, _ type: ParameterType) {
    guard type == .template, case .scalar(let scalar) = node.content, scalar.text.first == ".",
      scalar.text.utf8.dropFirst().first.map(ExpressionDoubts.beginsName) == true,
      scalar.text.utf8.allSatisfy({ ExpressionDoubts.isInName($0) || ".[]".utf8.contains($0) }),
      (try? JQProgram.compile(scalar.text)) != nil
    else { return }
    findings.warning(
      .doubtfulExpression,
      "`\(scalar.text)` is a text here, the same for every element",
      at: node.span,
      help: "the value of the field is `{{ \(scalar.text) }}`, in quotes"
    )
  }

  private static func beginsName(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "_") || (0x61...0x7A).contains(byte | 0x20)
  }

  private static func isInName(_ byte: UInt8) -> Bool {
    beginsName(byte) || (0x30...0x39).contains(byte)
  }

  private struct Expression {
    var node: SpecNode
    var text: String
    /// Where it begins in the text of the node.
    var start = 0
  }

  private func expressions(in node: SpecNode, _ type: ParameterType) -> [Expression] {
    switch (type, node.content) {
    case (.list(let member), .list(let nodes)):
      return nodes.flatMap { expressions(in: $0, member) }
    case (.list(let member), _): return expressions(in: node, member)
    case (.expression, .scalar(let scalar)), (.path, .scalar(let scalar)):
      return [Expression(node: node, text: scalar.text)]
    case (.template, .scalar(let scalar)):
      var scope = TemplateScope()
      scope.isOpen = true
      var parser = TemplateParser(scalar.text, literal: scalar.expanded, scope: scope)
      guard (try? parser.template()) != nil else { return [] }
      let bytes = Array(scalar.text.utf8)
      return parser.places.map { place in
        let text = String(decoding: bytes[place.range], as: UTF8.self)
        return Expression(node: node, text: text, start: place.range.lowerBound)
      }
    default: return []
    }
  }

  private func report(
    _ doubt: JQProblem,
    at span: SourceSpan,
    _ related: [Diagnostic.Related],
    _ text: Feeder?,
    _ help: (Feeder) -> String?
  ) {
    if doubt.isWarning {
      findings.warning(
        .doubtfulExpression,
        doubt.message,
        at: span,
        help: doubt.help,
        related: related
      )
      return
    }
    findings.error(
      .typeMismatch,
      doubt.message,
      at: span,
      help: doubt.help ?? text.flatMap(help),
      related: related
        + (text.map { feeder in
          [Diagnostic.Related(span: graph.span(of: feeder), message: "the text comes from here")]
        } ?? [])
    )
  }
}
