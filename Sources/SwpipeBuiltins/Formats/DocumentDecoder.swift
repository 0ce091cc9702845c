internal import SwpipeCore

/// Decodes `json`, one document or the values of an array, and `jsonl` with `multi_document`, whose
/// documents may take several lines.
///
/// Of an array no more is held than one of its values.
final class DocumentDecoder: Decoder {
  enum Content: Sendable {
    /// One document; an array is taken apart.
    case document
    /// Any number of documents, one behind the other.
    case documents
  }

  /// What may come next.
  private enum Due {
    /// The document.
    case document
    /// A document, or the end.
    case documents
    /// The first value of an array, or its end.
    case firstValue
    /// A value of an array, behind a comma.
    case value
    /// A comma, or the end of the array.
    case comma
    /// The end of the input.
    case end
  }

  private let content: Content
  private let elementLimit: Int
  private let index = JSONIndex()
  private var due = Due.document
  /// What was read; the next value begins at `offset`, or behind white space there.
  private var raw = BatchBuilder()
  private var offset = 0
  /// The line at `offset`, from 1, and where it begins; less than 0 where that was dropped.
  private var line = 1
  private var lineStart = 0
  /// The line in which the array begins.
  private var arrayLine = 1
  /// The search for the end of a value that has begun and not ended.
  private var valueEnd: JSONValueEnd?
  private var file = ""
  private var places = InputPlaces()
  /// The line that a value is taken to stand at, less its position.
  private var lineShift: Int64?
  private var start = InputStart(.table)
  private var isAtEnd = false

  init(_ content: Content, elementLimit: Int) {
    self.content = content
    self.elementLimit = elementLimit
  }

  func begin(_ input: DecodedInput, places: InputPlaces) {
    file = input.file
    self.places = places
    // A value alone is one element, also where it is an array.
    due = content == .documents || input.row != nil ? .documents : .document
    raw.rollBack()
    offset = 0
    line = input.line
    lineStart = 0
    valueEnd = nil
    lineShift = nil
    start = input.row == nil ? InputStart(.table) : .passed
    isAtEnd = false
  }

  func decode(_ input: borrowing Input, into output: inout BatchBuilder) throws(RunFailure)
    -> DecoderState
  {
    let first = output.count
    while true {
      if let row = try parse(into: &output) { return .badRow(row) }
      if output.count > first { return .elements }
      if isAtEnd {
        try checkEnd()
        return .endOfFile
      }
      guard try read(input) else { return .stopped }
    }
  }

  /// Reads behind what is left of the last read; false to stop.
  private func read(_ input: borrowing Input) throws(RunFailure) -> Bool {
    raw.dropUnfinished(first: offset)
    valueEnd?.shift(by: offset)
    lineStart -= offset
    offset = 0
    guard let count = try input.read(into: &raw) else { return false }
    isAtEnd = count == 0
    if !start.isKnown {
      let mark = try raw.withUnfinished { (bytes) throws(RunFailure) in
        try start.look(at: bytes, isLast: isAtEnd, of: file)
      }
      raw.dropUnfinished(first: mark)
    }
    return true
  }

  private func parse(into output: inout BatchBuilder) throws(RunFailure) -> BadRow? {
    guard start.isKnown else { return nil }
    return try raw.withUnfinished { (bytes) throws(RunFailure) in
      try parse(bytes, into: &output)
    }
  }

  /// Takes what was read apart, up to a full batch or a value that is none.
  private func parse(_ bytes: Span<UInt8>, into output: inout BatchBuilder) throws(RunFailure)
    -> BadRow?
  {
    while !output.isFull {
      if valueEnd == nil {
        guard try findValue(bytes) else { return nil }
      }
      guard var end = valueEnd else { return nil }
      let isWhole = end.scan(bytes) || (isAtEnd && end.mayEnd)
      valueEnd = end
      guard isWhole || isAtEnd else {
        try checkSize(bytes.count - offset)
        return nil
      }
      let value = offset..<end.offset
      try checkSize(value.count)
      if let problem = append(bytes.extracting(value), to: &output) {
        return try skip(problem, bytes, value, isWhole: isWhole)
      }
      note(&output)
      output.endElement()
      pass(value, bytes)
    }
    return nil
  }

  /// Moves to the first byte of the next value; false where there is none in what was read.
  private func findValue(_ bytes: Span<UInt8>) throws(RunFailure) -> Bool {
    while offset < bytes.count {
      switch (bytes[offset], due) {
      case (UInt8(ascii: "\n"), _):
        line += 1
        lineStart = offset + 1
      case (UInt8(ascii: " "), _), (UInt8(ascii: "\t"), _), (UInt8(ascii: "\r"), _): break
      case (UInt8(ascii: "["), .document):
        due = .firstValue
        arrayLine = line
      case (UInt8(ascii: "]"), .firstValue), (UInt8(ascii: "]"), .comma): due = .end
      case (UInt8(ascii: ","), .comma): due = .value
      case (_, .comma):
        throw failure("expected a comma or a closing bracket", at: offset, bytes)
      case (_, .end):
        throw failure(
          "expected the end",
          at: offset,
          bytes,
          help:
            "`format: json` reads one document; `format: jsonl` with `multi_document: true` reads "
            + "several"
        )
      default:
        valueEnd = JSONValueEnd(from: offset)
        return true
      }
      offset += 1
    }
    return false
  }

  /// Appends a value; returns what is wrong with it, and appends nothing then.
  private func append(_ value: Span<UInt8>, to output: inout BatchBuilder) -> JSONProblem? {
    do throws(JSONProblem) {
      let hasNewlines = try value.withUnsafeBufferPointer { bytes throws(JSONProblem) in
        try index.check(bytes).hasNewlines
      }
      if hasNewlines {
        output.append(compacting: value)
      } else {
        output.append(value)
      }
      return nil
    } catch {
      return error
    }
  }

  private func note(_ output: inout BatchBuilder) {
    let position = output.nextIndex
    guard lineShift != Int64(line) - position else { return }
    lineShift = Int64(line) - position
    places.note(position: position, file: file, line: line)
  }

  /// A value is done with, well or not.
  private func pass(_ value: Range<Int>, _ bytes: Span<UInt8>) {
    for position in value where bytes[position] == UInt8(ascii: "\n") {
      line += 1
      lineStart = position + 1
    }
    offset = value.upperBound
    valueEnd = nil
    switch due {
    case .document: due = .end
    case .firstValue, .value: due = .comma
    case .documents, .comma, .end: break
    }
  }
}

extension DocumentDecoder {
  /// Goes on behind a value that is none.
  private func skip(
    _ problem: JSONProblem,
    _ bytes: Span<UInt8>,
    _ value: Range<Int>,
    isWhole: Bool
  ) throws(RunFailure) -> BadRow {
    let (message, place) = describe(
      "\(problem.reason)",
      at: value.lowerBound + problem.offset,
      bytes
    )
    let lines = 1 + TableProblem.newlines(in: bytes, value)
    guard isWhole || (lines == 1 && due == .documents) else {
      // What follows may be values or a part of this one: nobody can tell.
      throw RunFailure(
        .element,
        message,
        help: lines == 1
          ? nil
          : "the value begins in line \(line) and is not closed. No `on_error` covers it, because it "
            + "takes the \(Counted.text(lines - 1, "line")) behind it with it",
        input: place
      )
    }
    let row = BadRow(
      message: message,
      place: place,
      firstLine: line,
      lineCount: lines,
      bytes: bytes.extracting(value).withUnsafeBufferPointer { Array($0) }
    )
    pass(value, bytes)
    return row
  }

  /// What is wrong at a byte, and in which line.
  private func describe(_ reason: String, at position: Int, _ bytes: Span<UInt8>) -> (
    message: String, place: InputPlace
  ) {
    var (line, lineStart) = (line, lineStart)
    for passed in offset..<max(offset, min(position, bytes.count))
    where bytes[passed] == UInt8(ascii: "\n") {
      line += 1
      lineStart = passed + 1
    }
    let place = InputPlace(file: file, line: line)
    guard position < bytes.count else {
      return ("the input is not JSON: \(reason), but it ends", place)
    }
    let near = Excerpt.plain(bytes, from: position, limit: 20)
    let column = position - lineStart + 1
    return (
      "the input is not JSON: \(reason) at byte \(column) of the line, before `\(near)`", place
    )
  }

  private func failure(
    _ reason: String,
    at position: Int,
    _ bytes: Span<UInt8>,
    help: String? = nil
  ) -> RunFailure {
    let (message, place) = describe(reason, at: position, bytes)
    return RunFailure(.element, message, help: help, input: place)
  }

  /// Refuses an input that ends too early.
  private func checkEnd() throws(RunFailure) {
    switch due {
    case .end, .documents: return
    case .document:
      throw RunFailure(
        .element,
        "the input holds no JSON document",
        help: "`format: jsonl` takes an input without any",
        input: InputPlace(file: file, line: line)
      )
    case .firstValue, .value, .comma:
      throw RunFailure(
        .element,
        "the array that begins in line \(arrayLine) is not closed: the input ends",
        help: "the file was most likely cut off",
        input: InputPlace(file: file, line: line)
      )
    }
  }

  private func checkSize(_ size: Int) throws(RunFailure) {
    guard size > elementLimit else { return }
    throw RunFailure(
      .element,
      "a value is longer than the limit of \(elementLimit) bytes",
      help:
        "is there a bracket or a quote that is never closed? If not, raise `limits: {element: …}`",
      input: InputPlace(file: file, line: line)
    )
  }
}
