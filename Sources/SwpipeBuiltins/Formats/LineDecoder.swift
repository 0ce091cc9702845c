internal import SwpipeCore

/// Decodes `lines`, `nul` and `jsonl`: reads straight into the arena and splits there.
///
/// Nothing is copied but the beginning of the element that a read did not end.
final class LineDecoder: Decoder {
  /// What stands between the separators.
  enum Content: Sendable {
    case lines
    case nul
    case jsonl
  }

  private let content: Content
  private let elementLimit: Int
  /// The bytes of an element whose end has not been read yet.
  private var carry = BatchBuilder()
  private var places = InputPlaces()
  private var file = ""
  /// The line that an element stands at, less its position.
  private var lineShift: Int64 = 0
  private var start: InputStart

  init(_ content: Content, elementLimit: Int) {
    self.content = content
    start = InputStart(content == .jsonl ? .json : .bytes)
    self.elementLimit = elementLimit
  }

  func begin(_ input: DecodedInput, places: InputPlaces) {
    file = input.file
    self.places = places
    lineShift = Int64(input.line) - input.position
    start = InputStart(content == .jsonl ? .json : .bytes)
    places.note(position: input.position, file: file, line: input.line)
  }

  func decode(_ input: borrowing Input, into output: inout BatchBuilder) throws(RunFailure)
    -> DecoderState
  {
    let first = output.count
    if first == 0 { output.use(separator: content == .nul ? 0 : UInt8(ascii: "\n")) }
    output.reserve(byteCapacity: Input.readSize)
    carry.moveUnfinished(to: &output)
    while output.count == first {
      var scanned = output.unfinishedByteCount
      guard let count = try input.read(into: &output) else { return .stopped }
      if !start.isKnown {
        let mark = try output.withUnfinished { (bytes) throws(RunFailure) in
          try start.look(at: bytes, isLast: count == 0, of: file)
        }
        guard start.isKnown else { continue }
        output.dropUnfinished(first: mark)
        scanned = 0
      }
      if count == 0 {
        // The first bytes of a short file may have waited for more.
        output.splitUnfinished(from: scanned)
        if output.unfinishedByteCount > 0 { output.endElement() }
        try finish(&output, from: first)
        return .endOfFile
      }
      output.splitUnfinished(from: scanned)
      try finish(&output, from: first)
    }
    output.moveUnfinished(to: &carry)
    return .elements
  }

  /// Looks over the elements that a read ended, and at how long the next one is already.
  private func finish(_ output: inout BatchBuilder, from first: Int) throws(RunFailure) {
    let base = output.nextIndex - Int64(output.count)
    if let position = output.firstElement(from: first, longerThan: elementLimit) {
      throw tooLong(base + Int64(position))
    }
    if output.unfinishedByteCount > elementLimit { throw tooLong(output.nextIndex) }
    if content == .jsonl {
      output.removeBlankElements(from: first) { position, removed in
        lineShift += Int64(removed)
        let position = base + Int64(position)
        places.note(position: position, file: file, line: Int(position + lineShift))
      }
    }
  }

  private func tooLong(_ position: Int64) -> RunFailure {
    RunFailure(
      .element,
      "an element is longer than the limit of \(elementLimit) bytes",
      help: (content == .nul
        ? "are the elements separated by NUL bytes?" : "does the file consist of lines?")
        + " If so, raise `limits: {element: …}`",
      input: InputPlace(file: file, line: Int(position + lineShift))
    )
  }
}
