import ArgumentParser
internal import SwpipeBuiltins
internal import SwpipeCore
internal import SwpipeEngine
internal import SwpipeSpec

/// `swpipe replay`: runs elements again that had failed.
struct ReplayCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay",
    abstract: "Runs the elements of a file of dead letters again.",
    discussion: """
      Each element enters the spec at the stage that it failed in, as that stage got it, and goes on \
      from there; what does not come after one of these stages does not run. The bytes of a row that a \
      source could not read are read again as that source reads, with the header that stood above them, so \
      that a row can be mended in the file first: its `input` may become one row, several or none. The file \
      is read to its end before anything runs. Elements that fail again go to the spec's dead letters; where those are the \
      file that was read, they take its place, and what it held is kept as its name with `.old`, or `.old.2` and so on where that is taken.

      Examples:
        swpipe run spec.yaml
        swpipe replay spec.yaml failed.jsonl
        grep timeout failed.jsonl | swpipe replay spec.yaml -

      Exit status: as that of `swpipe run`.
      """
  )

  @ArgumentParser.Argument(
    help: "The spec; `-` reads it from standard input.",
    completion: .file(extensions: ["yaml", "yml"])
  )
  var spec: String

  @ArgumentParser.Argument(
    help: "The dead letters: JSON lines; `-` reads them from standard input.",
    completion: .file()
  )
  var deadLetters: String

  @OptionGroup var variables: VariableOptions
  @OptionGroup var options: RunOptions

  func validate() throws {
    if spec == "-", deadLetters == "-" {
      throw ValidationError("the spec and the dead letters cannot both be standard input")
    }
  }

  func run() throws {
    let signals = try SignalWatch(drain: options.drain.nanoseconds, isQuiet: options.quiet)
    let specOptions = SpecOptions(
      catalog: Components.catalog,
      plugins: Components.plugins,
      mode: .run
    )
    let (plan, secrets) = try SpecReading.read(
      spec,
      specOptions,
      variables.settings,
      showsWarnings: !options.quiet
    )
    let (letters, failed) = try read(for: plan)
    let replayed = plan.replaying(failed, Components.catalog(for: plan)) { id, stage in
      SourcePlan(
        id: id,
        component: DeadLetterSource.definition.name,
        arguments: Arguments(arguments(letters, of: stage.id)),
        gives: .json,
        place: stage.place
      )
    } makeRows: { source in
      var plan = source
      plan.component = DeadLetterSource.definition.name
      plan.arguments = Arguments(
        DeadLetterSource.rowArguments(of: source.arguments).merging(
          arguments(letters, of: source.id)
        ) { _, own in own }
      )
      plan.arguments.values[DeadLetterSource.rows.info.name] = .boolean(true)
      return plan
    }
    guard !replayed.sources.isEmpty else { return }
    try withExtendedLifetime(letters) {
      try RunExecution(
        plan: replayed,
        secrets: secrets,
        catalog: Components.replayCatalog(for: replayed),
        signals: signals,
        settings: options.settings
      ).run()
    }
  }

  private func arguments(_ letters: DeadLetterInput, of unit: String)
    -> [String: SwpipeCore.Argument]
  {
    [
      DeadLetterSource.path.info.name: .text(letters.path),
      DeadLetterSource.name.info.name: .text(letters.name),
      DeadLetterSource.original.info.name: .text(letters.original),
      DeadLetterSource.stage.info.name: .text(unit),
    ]
  }

  /// The dead letters and the stages and sources that they failed in; one that the spec hasn't ends the
  /// command, since its elements would be lost.
  private func read(for plan: Plan) throws -> (letters: DeadLetterInput, stages: [String]) {
    do throws(RunFailure) {
      let letters = try DeadLetterInput(deadLetters)
      let failed = try DeadLetterFile.stages(of: letters.path, name: letters.name)
      for (stage, count) in failed where !plan.stages.contains(where: { $0.id == stage }) {
        if let source = plan.sources.first(where: { $0.id == stage }) {
          try check(source, count, letters)
          continue
        }
        let known = plan.stages.map(\.id)
        let near = DidYouMean.suggestion(for: stage, among: known)
        throw RunFailure(
          .input,
          "\(Counted.text(count, "element")) of \(letters.name) failed in the stage `\(stage)`, which the spec does not have",
          help: near.map { "the spec has `\($0)`; give it that `id:`, or edit the file" }
            ?? "its stages are \(known.map { "`\($0)`" }.joined(separator: ", "))"
        )
      }
      return (letters, failed.map(\.stage))
    } catch {
      StandardError.write(FailureText(plan: plan).render(error))
      throw CommandEnd(error.status)
    }
  }

  /// Refuses rows of a source that reads none now.
  private func check(_ source: SourcePlan, _ count: Int, _ letters: DeadLetterInput)
    throws(RunFailure)
  {
    if Components.catalog.source(source.component).hasBadRows(source.arguments) { return }
    throw RunFailure(
      .input,
      "\(Counted.text(count, "element")) of \(letters.name) \(count == 1 ? "is a row" : "are rows") "
        + "of the source `\(source.id)`, which reads no rows now",
      help:
        "give it the `format` that it had, or take \(count == 1 ? "it" : "them") out of the file",
      stage: source.id,
      place: source.place
    )
  }
}
