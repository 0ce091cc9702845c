internal import SwpipeCore

/// A transform of a plugin whose process speaks frames.
struct FramesTransform: RemoteTransform, EndingTransform {
  private let exchange: RemoteExchange<FramesCodec>

  init(
    _ name: String,
    _ words: [String],
    _ transform: PluginTransform,
    _ start: PluginStart,
    _ context: TransformContext
  ) throws(RunFailure) {
    let greeting = FramesGreeting(transform: transform, start: start) {
      ManifestCache.forget(.frames(words))
    }
    exchange = try RemoteExchange(
      try PluginProcess(name, words, greeting, context),
      codec: FramesCodec(sendsIndices: transform.needsElementIndex),
      concurrency: transform.concurrency,
      work: start.work,
      silence: SilenceNote(),
      context
    )
  }

  var untouched: Int { exchange.untouched }

  mutating func begin(_ range: Range<Int>) {
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
