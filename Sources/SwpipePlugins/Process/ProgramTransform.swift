internal import SwpipeCore

/// A transform of a plugin that is a program, whichever way it speaks.
struct ProgramTransform<Codec: PluginCodec>: ConcurrentTransform, EndingTransform {
  private let exchange: RemoteExchange<Codec>

  init(_ exchange: RemoteExchange<Codec>) {
    self.exchange = exchange
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

  mutating func forget() {
    exchange.forget()
  }

  mutating func end(_ status: StageStatus?) throws(RunFailure) {
    try exchange.end(status)
  }

  // MARK: Several at once

  func submit(_ batch: Batch, _ range: Range<Int>, bell: Int32) -> Int {
    exchange.submit(batch, range, bell: bell)
  }

  func answered(first: Int?, until moment: Int64?) -> [Int] {
    exchange.answered(first: first, until: moment)
  }

  func beginSlice(_ ticket: Int, at position: Int) {
    exchange.beginSlice(ticket, at: position)
  }

  func putOff(_ ticket: Int) {
    exchange.putOff(ticket)
  }

  func retry(_ ticket: Int) {
    exchange.elements.retry(ticket)
  }

  func finish(_ ticket: Int) {
    exchange.finish(ticket)
  }
}

extension ProgramTransform<FramesCodec> {
  /// One whose program speaks frames.
  init(
    _ name: String,
    _ words: [String],
    _ transform: PluginTransform,
    _ start: PluginStart,
    startTimeout: Int64,
    _ context: TransformContext
  ) throws(RunFailure) {
    let greeting = FramesGreeting(
      transform: transform,
      start: start,
      timeout: startTimeout
    ) {
      ManifestCache.forget(.frames(words))
    }
    let program = try PluginProcess(name, words, greeting, context)
    exchange = try RemoteExchange(
      program,
      codec: FramesCodec(
        sendsIndices: transform.needsElementIndex,
        mostReceived: program.run.mostReceived
      ),
      concurrency: transform.concurrency,
      work: start.work,
      silence: SilenceNote(),
      context
    )
  }
}
