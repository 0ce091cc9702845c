internal import SwpipeCore

/// Decodes `csv` and `tsv`: rows below a header become JSON objects of strings.
final class TableDecoder: Decoder {
  private let style: TableStyle
  private let elementLimit: Int
  private var parser: TableParser
  /// What was read; the parser has come to `offset`.
  private var raw = BatchBuilder()
  private var offset = 0
  /// The fields of the header, while it is read.
  private var header = BatchBuilder()
  /// The row that has begun and not ended.
  private var carry = BatchBuilder()
  private var isAtStart = true

  init(_ style: TableStyle, elementLimit: Int) {
    self.style = style
    self.elementLimit = elementLimit
    parser = TableParser(style, file: "", places: InputPlaces())
  }

  func begin(file: String, position: Int64, places: InputPlaces) {
    parser = TableParser(style, file: file, places: places)
    isAtStart = true
    raw.rollBack()
    offset = 0
  }

  func decode(_ input: borrowing Input, into output: inout BatchBuilder) throws(RunFailure)
    -> DecoderState
  {
    let first = output.count
    carry.moveUnfinished(to: &output)
    while output.count == first {
      if offset == raw.unfinishedByteCount {
        raw.rollBack()
        offset = 0
        guard let count = try read(input) else { return .stopped }
        if count == 0 {
          if parser.header == nil {
            try parser.finish(&header)
            try endHeader()
          } else {
            try parser.finish(&output)
          }
          try check(output, from: first)
          return .endOfFile
        }
      }
      if parser.header == nil {
        try parse(into: &header)
        try endHeader()
      } else {
        try parse(into: &output)
      }
      try check(output, from: first)
    }
    output.moveUnfinished(to: &carry)
    return .elements
  }

  /// Reads, and passes a byte order mark at the start of the file.
  private func read(_ input: borrowing Input) throws(RunFailure) -> Int? {
    while true {
      guard let count = try input.read(into: &raw) else { return nil }
      guard isAtStart else { return count }
      let start = raw.withUnfinished { ByteOrderMark.start(of: $0) }
      if start == .undecided, count > 0 { continue }
      isAtStart = false
      if start == .present { offset = ByteOrderMark.count }
      return raw.unfinishedByteCount
    }
  }

  private func parse(into output: inout BatchBuilder) throws(RunFailure) {
    let start = offset
    offset = try raw.withUnfinished { (bytes) throws(RunFailure) in
      try parser.parse(bytes, from: start, into: &output)
    }
  }

  /// Takes the header's fields over once all of them are there.
  private func endHeader() throws(RunFailure) {
    guard parser.isBetweenRows, let fields = header.freeze() else { return }
    do throws(ElementFailure) {
      parser.header = try TableHeader(Slice(fields, 0..<fields.count))
    } catch {
      throw parser.failure(error.message)
    }
  }

  private func check(_ output: borrowing BatchBuilder, from first: Int) throws(RunFailure) {
    guard
      output.unfinishedByteCount > elementLimit || header.unfinishedByteCount > elementLimit
        || output.firstElement(from: first, longerThan: elementLimit) != nil
    else { return }
    throw parser.failure(
      "a row is longer than the limit of \(elementLimit) bytes",
      help: "is there a quote that is never closed?"
    )
  }
}
