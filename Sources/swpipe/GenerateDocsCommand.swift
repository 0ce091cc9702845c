import ArgumentParser
private import Glibc
internal import SwpipeCore
private import SwpipeSystem

/// `swpipe generate-docs`: writes the reference pages; what `make docs` calls.
struct GenerateDocsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "generate-docs",
    abstract: "Writes the pages of docs/ that come from the definitions.",
    shouldDisplay: false
  )

  @ArgumentParser.Argument(help: "The folder `docs`, in which `reference` exists.")
  var folder: String

  func run() throws {
    releaseSignals()
    for (name, text) in Self.pages { try write(text, to: "\(folder)/\(name)") }
  }

  private static var pages: [(name: String, text: String)] {
    [
      (
        "reference/transforms.md",
        ReferencePage(
          title: "Transforms",
          introduction:
            "What a stage does with its elements. `swpipe explain NAME` prints the same.",
          definitions: ListCommand.Subject.transforms.definitions
        ).text
      ),
      (
        "reference/sources.md",
        ReferencePage(
          title: "Sources",
          introduction: "Where elements come from. `swpipe explain NAME` prints the same.",
          definitions: ListCommand.Subject.sources.definitions
        ).text
      ),
      (
        "reference/sinks.md",
        ReferencePage(
          title: "Sinks",
          introduction: "Where elements go. `swpipe explain NAME` prints the same.",
          definitions: ListCommand.Subject.sinks.definitions
        ).text
      ),
      (
        "reference/resources.md",
        ReferencePage(
          title: "Resources",
          introduction: "What a stage's workers start in `on_start` and use until they are done. "
            + "`swpipe explain NAME` prints the same.",
          definitions: ListCommand.Subject.resources.definitions
        ).text
      ),
      (
        "reference/actions.md",
        ReferencePage(
          title: "Actions",
          introduction: "What a stage's workers do in `on_done`, once each after the last element. "
            + "`swpipe explain NAME` prints the same.",
          definitions: ListCommand.Subject.actions.definitions
        ).text
      ),
      ("reference/keys.md", KeysPage.text),
      ("reference/diagnostics.md", DiagnosticsPage.text),
      ("reference/cli.md", CommandPage.text(of: Swpipe.self)),
      ("swpipe.1", ManualPage.text(of: Swpipe.self)),
    ]
  }

  private func write(_ text: String, to path: String) throws(CommandEnd) {
    do throws(SystemError) {
      let file = try Descriptor.open(path, O_WRONLY | O_CREAT | O_TRUNC, mode: 0o666)
      try Descriptor.writeAll(file.number, text)
    } catch {
      throw CommandEnd(.output, "cannot write \(path): \(error.words)")
    }
  }
}
