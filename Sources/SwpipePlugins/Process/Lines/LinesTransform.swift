internal import SwpipeCore

/// A Unix filter as a transform: one line in, one line out.
struct LinesTransform: RemoteTransform, EndingTransform {
  private let exchange: LinesExchange

  init(_ name: String, _ words: [String], _ work: Operator, _ context: TransformContext)
    throws(RunFailure)
  {
    exchange = try LinesExchange(
      try PluginProcess(name, words, nil, context),
      work: work,
      silence: SilenceNote.lines(words, work),
      context
    )
  }

  var untouched: Int { exchange.untouched }

  mutating func begin(_ batch: Batch, _ range: Range<Int>) {
    exchange.begin(range)
  }

  mutating func apply(_ slice: borrowing Slice, into output: inout BatchBuilder)
    throws(ElementFailure)
  {
    try exchange.apply(slice, &output)
  }

  mutating func end(_ status: StageStatus?) throws(RunFailure) {
    try exchange.end(status)
  }
}
