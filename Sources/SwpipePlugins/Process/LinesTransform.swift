internal import SwpipeCore

/// A Unix filter as a transform: one line in, one line out.
struct LinesTransform: RemoteTransform, EndingTransform {
  private let exchange: RemoteExchange<LinesCodec>

  init(_ name: String, _ words: [String], _ work: Operator, _ context: TransformContext)
    throws(RunFailure)
  {
    exchange = try RemoteExchange(
      try PluginProcess(name, words, nil, context),
      codec: LinesCodec(),
      concurrency: 1,
      work: work,
      silence: SilenceNote(
        first: "`\(words.joined(separator: " "))` has not answered its first line for 5 seconds; "
          + "a filter must write each line at once, as with `sed -u`, `stdbuf -oL` or "
          + "`mawk -W interactive`",
        later:
          "`\(words.joined(separator: " "))` has not answered a line for 5 seconds; a filter must "
          + "answer each line by one line, and `timeout` bounds how long that may take"
      ),
      context
    )
  }

  var untouched: Int { exchange.untouched }

  mutating func begin(_ batch: Batch, _ range: Range<Int>) {
    exchange.begin(batch, range)
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
