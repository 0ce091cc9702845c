import ArgumentParser
internal import SwpipeCore

/// `swpipe explain`: all that is known of a component, a key of a spec or a diagnostic code.
struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract:
      "Explains a transform, source, sink, resource, action, key of a spec or diagnostic code.",
    discussion: """
      Transforms of installed plugins are explained too, and with `--spec` those of the plugins that a \
      spec declares.

      Examples:
        swpipe explain text.replace
        swpipe explain geo.country --spec spec.yaml
        swpipe explain file                        the source and the sink of that name
        swpipe explain on_error                    a key of a spec, and with `skip` a value of it
        swpipe explain '${}'                       variables, and with `{{}}` templates
        swpipe explain type-mismatch               what a finding means and how to mend it

      Exit status: 0 done, 2 there is nothing of that name, 66 the spec cannot be read, 78 a plugin of \
      the spec cannot be used.
      """
  )

  @ArgumentParser.Argument(
    help: "The name of a component, a key or word of a spec, or the code of a diagnostic.",
    completion: .list(ExplainCommand.names)
  )
  var name: String

  @OptionGroup var spec: SpecPluginOptions

  func run() throws {
    releaseSignals()
    let paint = Paint(isOn: StandardOutput.showsColour)
    var parts = Components.all.filter { $0.name == name }.map {
      ComponentText(definition: $0, paint: paint).text
    }
    parts += KeyText(paint: paint).parts(name)
    if let code = DiagnosticCode(rawValue: name) {
      parts.append(paint.title("\(name)") + ": \(code.explanation)\n")
    }
    // No plugin is started for what is known without it.
    var offered: [PluginComponent] = []
    if parts.isEmpty {
      offered = PluginComponent.all(of: try spec.plugins())
      parts = offered.filter { $0.definition.name == name }.map {
        ComponentText(definition: $0.definition, plugin: $0.plugin, paint: paint).text
      }
    }
    guard !parts.isEmpty else {
      let near = DidYouMean.suggestion(
        for: name,
        among: Self.names + offered.map(\.definition.name)
      )
      throw CommandEnd(
        .usage,
        "there is no component, key of a spec or diagnostic code `\(Printable.line(name))`",
        help: near.map { "did you mean `\($0)`?" } ?? overview
      )
    }
    StandardOutput.write(parts.joined(separator: "\n"))
  }

  /// Where all names are shown; those of a spec's plugins only with the spec.
  private var overview: String {
    guard let path = spec.spec else {
      return "`swpipe list` shows them all; `--spec SPEC` adds those of a spec's own plugins"
    }
    return "`swpipe list --spec \(path)` shows them all"
  }

  private static var names: [String] {
    Components.all.map(\.name) + KeyText.names + DiagnosticCode.allCases.map(\.rawValue)
  }
}
