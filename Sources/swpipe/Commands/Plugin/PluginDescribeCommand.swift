import ArgumentParser
internal import SwpipeCore
internal import SwpipePlugins
internal import SwpipeSpec

/// `swpipe plugin describe`: asks a plugin what it offers.
struct PluginDescribeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "describe",
    abstract: "Asks a plugin what it offers, and prints it.",
    discussion: """
      The plugin is asked now, whatever is known of it, and what it says replaces that.

      Examples:
        swpipe plugin describe ./libgeo.so
        swpipe plugin describe score.py --format json
        swpipe plugin describe -- python3 -m scores

      Exit status: 0 done, 2 usage, 69 the plugin cannot be used.
      """
  )

  /// How it is written.
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text
    case json
  }

  @Option(help: "As text for people, or as the manifest in JSON with all defaults filled in.")
  var format = Format.text

  @OptionGroup var plugin: PluginWords

  func run() throws {
    releaseSignals()
    let program = try plugin.program()
    let description: PluginDescription
    do throws(PluginProblem) {
      description = try Components.plugins.describe(program)
    } catch {
      throw PluginWords.end(error)
    }
    switch format {
    case .text: StandardOutput.write(text(description))
    case .json:
      var writer = JSONWriter()
      writer.value(description.manifest.value)
      StandardOutput.write(writer.text + "\n")
    }
  }

  private func text(_ description: PluginDescription) -> String {
    let paint = Paint(isOn: StandardOutput.showsColour)
    let manifest = description.manifest
    let plan = description.plan
    var text = paint.title(plan.name)
    if let version = manifest.version { text += " \(version)" }
    if let summary = manifest.summary { text += ": \(summary)" }
    text += "\nprogram: \(plan.program.description)\n"
    for warning in manifest.warnings { text += "warning: \(warning)\n" }
    for definition in plan.definitions {
      text += "\n" + ComponentText(definition: definition, paint: paint).text
    }
    return text.split(separator: "\n", omittingEmptySubsequences: false)
      .map { paint.isOn ? String($0) : Printable.line(String($0)) }.joined(separator: "\n")
  }
}
