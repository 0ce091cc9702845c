package import SwpipeCore

/// Turns the text of one file into nodes.
package enum YAMLDocument {
  /// How many forgotten quotes of one file are put in to find what is wrong behind them.
  private static let maximumMends = 20

  /// How many bytes are read again, in all, for YAML that libyaml refuses though it is valid.
  private static let readableBytes = 64 << 20

  /// Composes the one document of a text and collects all that is wrong with it.
  ///
  /// The node is nil if the text could not be read to its end. A node may come with errors:
  /// then it is as near to what was meant as can be told (quotes put in, the first of two equal
  /// keys kept), so that later checks can go on without errors that follow from these.
  package static func compose(
    _ source: SourceText
  ) -> (node: YAMLNode?, diagnostics: [Diagnostic]) {
    if source.bytes.count > YAMLLimits.bytes {
      return (nil, [tooLarge(source)])
    }
    let forbidden = YAMLCharacters.findings(in: source)
    if !forbidden.isEmpty { return (nil, forbidden) }

    var (text, syntax) = YAMLDirectives.read(source)
    var refusals = max(20, readableBytes / max(source.bytes.count, 1))
    while true {
      var composer = YAMLComposer(text)
      do throws(YAMLComposer.Stop) {
        let node = try composer.document()
        return (node, syntax + composer.diagnostics)
      } catch {
        guard case .syntax(let problem) = error else {
          return (nil, syntax + composer.diagnostics)
        }
        if refusals > 0, let readable = RefusedYAML(problem: problem, text: text).mended {
          refusals -= 1
          text = readable
          continue
        }
        let finding = YAMLSyntaxError(problem: problem, text: text).finding
        syntax.append(finding.diagnostic)
        guard let mended = finding.mended, syntax.count < maximumMends else {
          return (nil, syntax + composer.diagnostics)
        }
        text = mended
      }
    }
  }

  private static func tooLarge(_ source: SourceText) -> Diagnostic {
    Diagnostic(
      .yamlLimit,
      "the file has \(source.bytes.count) bytes, a spec has at most \(YAMLLimits.bytes)",
      at: SourceSpan(source: source, range: 0..<0),
      help: "data belongs into a file that a source reads, not into the spec"
    )
  }
}
