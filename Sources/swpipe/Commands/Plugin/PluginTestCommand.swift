import ArgumentParser
internal import SwpipeCore
internal import SwpipePluginTesting
internal import SwpipePlugins

/// `swpipe plugin test`: puts a plugin through the conformance kit.
struct PluginTestCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "test",
    abstract: "Tests a plugin with what a run may bring, and reports in TAP.",
    discussion: """
      Each transform is tried with each of its operators: usual, empty, huge and odd elements, frames in \
      pieces and in heaps, late readers, several workers, replaced ones, every parameter, the end. That \
      an element fails is no fault, and is noted; an answer too many or too few, a crash and a hang are, \
      and so is a transform that never starts or fails every element.

      Examples:
        swpipe plugin test ./libgeo.so
        swpipe plugin test score.py --arguments '{"threshold": 1}' --element '{"id": 7}'
        swpipe plugin test --timeout 2s -- python3 -m scores

      Exit status: 0 all tests pass, 1 some fail, 2 usage, 69 the plugin cannot be used.
      """
  )

  private static let noArguments = ArgumentObject(values: [:])
  private static let patience = TimeSpan(nanoseconds: 10_000_000_000)

  @Option(
    help: ArgumentHelp(
      "Arguments by the names of the parameters, in JSON; samples of their types stand for others. "
        + "(default: \(PluginTestCommand.noArguments))",
      valueName: "object"
    ),
    transform: ArgumentObject.parse
  )
  var arguments = PluginTestCommand.noArguments

  @Option(
    help: ArgumentHelp(
      "An element to try in the place of the usual ones; may be repeated.",
      valueName: "text"
    )
  )
  var element: [String] = []

  @Option(
    help: ArgumentHelp(
      "Do only the tests whose names have this in them, beside the first.",
      valueName: "text"
    )
  )
  var only: String?

  @Option(
    help:
      "How long to wait for whatever the plugin has to say. (default: \(PluginTestCommand.patience))",
    transform: TimeSpan.parse
  )
  var timeout = PluginTestCommand.patience

  @OptionGroup var plugin: PluginWords

  func validate() throws {
    if timeout.nanoseconds <= 0 { throw ValidationError("`--timeout` must be more than 0") }
  }

  func run() throws {
    releaseSignals()
    let program = try plugin.program()
    var options = PluginTest.Options()
    options.arguments = arguments.values
    options.elements = element
    options.only = only
    options.timeout = timeout.nanoseconds
    var report = TestReport()
    let ending: PluginTest.Ending
    do throws(PluginProblem) {
      ending = try Components.plugins.test(program, options) {
        StandardOutput.write(report.lines(of: $0))
      }
    } catch {
      throw PluginWords.end(error)
    }
    if case .noneChosen(let names) = ending { throw Self.noneChosen(only ?? "", names) }
    let isTestable = ending == .done
    StandardOutput.write(report.end(isTestable: isTestable))
    if !isTestable { throw CommandEnd(.resource) }
    if report.failed > 0 { throw CommandEnd(.found) }
  }

  /// The names of some tests, a part of which would have been one to choose by.
  private static let mostNames = 8

  private static func noneChosen(_ only: String, _ names: [String]) -> CommandEnd {
    let shown = names.prefix(mostNames)
    let rest = names.count > shown.count ? "\n… and \(names.count - shown.count) more" : ""
    return CommandEnd(
      .usage,
      "no test has `\(only)` in its name",
      help: "the tests are\n" + shown.joined(separator: "\n") + rest
    )
  }
}
