internal import SwpipeCore

extension ProgramTransform<MarkedLinesCodec> {
  /// A Unix filter that ends what it answers to a line by a line of its own.
  init(
    _ name: String,
    _ words: [String],
    end: String,
    _ work: Operator,
    _ context: TransformContext
  ) throws(RunFailure) {
    let program = try PluginProcess(name, words, nil, context)
    let exchange = try RemoteExchange(
      program,
      codec: MarkedLinesCodec(end: end, work: work, mostReceived: program.run.mostReceived),
      concurrency: 1,
      work: work,
      silence: SilenceNote.lines(words, end: end, work),
      context
    )
    self.init(exchange)
  }
}
