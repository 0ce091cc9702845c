internal import SwpipeCore

/// Reads standard input or files one after the other, in one format.
final class StreamSource: Source {
  private let context: SourceContext
  private let decoder: any Decoder
  /// Those that are not open yet; the next one last.
  private var paths: [String]
  private var input: Input?
  /// Whether the open input has not been begun with.
  private var isFresh = true

  /// Takes an input that is open, then the files of some paths.
  init(
    _ input: consuming Input,
    thenPaths paths: [String] = [],
    decoder: any Decoder,
    context: SourceContext
  ) {
    self.context = context
    self.paths = paths.reversed()
    self.decoder = decoder
    self.input = consume input
  }

  func read(into output: inout BatchBuilder) throws(RunFailure) -> SourceState {
    while try openNext(output.nextIndex) {
      switch try decode(into: &output) {
      case .elements: return .more
      case .badRow(let row): return .badRow(row)
      case .stopped: return .stopped
      case .endOfFile:
        input = nil
        if paths.isEmpty { return .end }
        if output.count > 0 { return .more }
      }
    }
    return .end
  }

  func close() {
    input = nil
  }

  private func decode(into output: inout BatchBuilder) throws(RunFailure) -> DecoderState {
    guard let input = input.take() else { return .endOfFile }
    let state = try decoder.decode(input, into: &output)
    self.input = consume input
    return state
  }

  /// Opens the next path unless an input is open; false when there is none.
  private func openNext(_ position: Int64) throws(RunFailure) -> Bool {
    if input == nil {
      guard let path = paths.popLast() else { return false }
      input = try Input(path: path, readiness: context.readiness)
      isFresh = true
    }
    if isFresh {
      isFresh = false
      decoder.begin(
        DecodedInput(file: input?.name ?? "", position: position),
        places: context.places
      )
    }
    return true
  }
}
