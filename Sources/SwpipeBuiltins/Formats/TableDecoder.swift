internal import SwpipeCore

/// Decodes `csv` and `tsv`: rows become JSON objects, or arrays where there is no header.
///
/// Rows are taken apart where they were read. The part of a row that a read ends in is kept, and
/// looked at again once its end is there.
final class TableDecoder: Decoder {
  private let given: TableOptions
  /// Those of the input at hand.
  private var options: TableOptions
  private let elementLimit: Int
  /// Nil until the header was read.
  private var layout: TableLayout?
  /// What dead letters of the input say of its columns; nil until one is needed.
  private var columns: BadRow.Columns?
  /// What was read; the next row begins at `offset`.
  private var raw = BatchBuilder()
  private var offset = 0
  /// The line at `offset`, from 1.
  private var line = 1
  /// The search for the end of a row that has begun and not ended.
  private var rowEnd: TableRowEnd?
  private var scratch = TableScratchRow()
  private var file = ""
  private var places = InputPlaces()
  /// The line that a row is taken to stand at, less its position.
  private var lineShift: Int64?
  private var start = InputStart(.table)
  private var isAtEnd = false
  /// Whether the input is a row without the file around it.
  private var isAlone = false

  init(_ options: TableOptions, elementLimit: Int) {
    given = options
    self.options = options
    self.elementLimit = elementLimit
  }

  func begin(_ input: DecodedInput, places: InputPlaces) {
    file = input.file
    self.places = places
    options = given
    if let row = input.row { options.header = TableDecoder.header(of: row, given.header) }
    layout = nil
    columns = nil
    raw.rollBack()
    offset = 0
    line = input.line
    rowEnd = nil
    lineShift = nil
    start = input.row == nil ? InputStart(.table) : .passed
    isAtEnd = false
    isAlone = input.row != nil
  }

  /// What a row alone is held against: what the spec says, else what the row brings.
  private static func header(of row: DecodedInput.Row, _ given: TableOptions.Header)
    -> TableOptions.Header
  {
    switch (given, row.columns) {
    case (.names, _), (.read, _): given
    case (.none, .names(let names)?): .read(.count(names.count))
    case (.none, .count(let count)?): .read(.count(count))
    case (.row, .names(let names)?): .read(.names(names))
    // Without a header the row itself would be taken for one, which `readHeader` refuses.
    case (.row, .count?), (_, nil): given
    }
  }

  func decode(_ input: borrowing Input, into output: inout BatchBuilder) throws(RunFailure)
    -> DecoderState
  {
    let first = output.count
    while true {
      if let row = try parse(into: &output) { return .badRow(row) }
      if output.count > first { return .elements }
      if isAtEnd { return .endOfFile }
      guard try read(input) else { return .stopped }
    }
  }

  /// Reads behind what is left of the last read; false to stop.
  private func read(_ input: borrowing Input) throws(RunFailure) -> Bool {
    raw.dropUnfinished(first: offset)
    rowEnd?.shift(by: offset)
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

  /// Takes apart what was read, up to a full batch or a row that is none.
  private func parse(into output: inout BatchBuilder) throws(RunFailure) -> BadRow? {
    guard start.isKnown else { return nil }
    return try raw.withUnfinished { (bytes) throws(RunFailure) in
      if layout == nil { try readHeader(bytes) }
      guard let layout else { return nil }
      return try parse(bytes, layout, into: &output)
    }
  }

  private func parse(_ bytes: Span<UInt8>, _ layout: TableLayout, into output: inout BatchBuilder)
    throws(RunFailure) -> BadRow?
  {
    var offset = offset
    var line = line
    defer {
      self.offset = offset
      self.line = line
    }
    let isLast = isAtEnd
    let style = layout.options.style
    let isChosen = !layout.header.choice.isEmpty
    while !output.isFull {
      guard layout.findRow(bytes, offset: &offset, line: &line, isLast: isLast) else { return nil }
      if rowEnd != nil {
        guard rowEnd?.scan(bytes) == true || isLast else {
          try check(bytes.count - offset, line)
          return nil
        }
        rowEnd = nil
      }
      var reader = TableRowReader(style, at: offset, isLast: isLast)
      let isWhole: Bool
      do throws(TableProblem) {
        isWhole =
          isChosen
          ? try reader.appendChosen(bytes, layout.header, &scratch, to: &output)
          : try reader.appendRow(bytes, layout.header, to: &output)
      } catch {
        output.rollBack()
        return try skip(bytes, style, error, offset: &offset, line: &line)
      }
      guard isWhole else {
        output.rollBack()
        try suspend(bytes, style, offset, line)
        return nil
      }
      try check(max(output.unfinishedByteCount, reader.offset - offset), line)
      let position = output.nextIndex
      if lineShift != Int64(line) - position {
        lineShift = Int64(line) - position
        places.note(position: position, file: file, line: line)
      }
      output.endElement()
      offset = reader.offset
      line += reader.lines
    }
    return nil
  }

  private func readHeader(_ bytes: Span<UInt8>) throws(RunFailure) {
    if isAlone, options.header == .row || options.header == .none {
      throw RunFailure(
        .element,
        "the dead letter does not say what the columns of its row are",
        help: "its `header` or `fields` says it, or `header: [NAMES]` of the source",
        input: InputPlace(file: file, line: line)
      )
    }
    if rowEnd != nil {
      guard rowEnd?.scan(bytes) == true || isAtEnd else { return try check(bytes.count, line) }
      rowEnd = nil
    }
    do throws(TableProblem) {
      layout = try TableLayout.read(
        options,
        bytes,
        offset: &offset,
        line: &line,
        isLast: isAtEnd
      )
    } catch {
      throw failure(error, bytes, offset, line)
    }
    guard layout == nil else { return }
    if !isAtEnd {
      try suspend(bytes, options.style, offset, line)
    } else if line > 1 || bytes.count > 0 {
      throw RunFailure(
        .element,
        "the table has no header, only lines that are empty or comments",
        input: InputPlace(file: file, line: line)
      )
    }
  }
}

extension TableDecoder {
  /// Begins to look for the end of a row that was not read as a whole.
  private func suspend(_ bytes: Span<UInt8>, _ style: TableStyle, _ offset: Int, _ line: Int)
    throws(RunFailure)
  {
    // A comment is no row, and quotes mean nothing in it.
    guard offset < bytes.count, bytes[offset] != style.comment else { return }
    var end = TableRowEnd(style, from: offset)
    _ = end.scan(bytes)
    rowEnd = end
    try check(bytes.count - offset, line)
  }

  /// Goes on behind a row that is none; nil where it is not known yet where that is.
  private func skip(
    _ bytes: Span<UInt8>,
    _ style: TableStyle,
    _ problem: TableProblem,
    offset: inout Int,
    line: inout Int
  ) throws(RunFailure) -> BadRow? {
    var end = TableRowEnd(style, from: offset)
    guard end.scan(bytes) || isAtEnd else {
      rowEnd = end
      try check(bytes.count - offset, line)
      return nil
    }
    let row = badRow(problem, bytes, offset..<end.offset, line)
    if problem.isOpenQuote, row.lineCount > 1 {
      // The lines behind it may be rows or a part of the field: nobody can tell.
      var failure = failure(problem, bytes, offset, line)
      failure.help =
        (problem.help ?? "") + ". No `on_error` covers it, because it takes the "
        + "\(Counted.text(row.lineCount - 1, "line")) behind it with it"
      throw failure
    }
    line += TableProblem.newlines(in: bytes, offset..<end.offset)
    offset = end.offset
    return row
  }

  private func badRow(
    _ problem: TableProblem,
    _ bytes: Span<UInt8>,
    _ range: Range<Int>,
    _ line: Int
  ) -> BadRow {
    var end = range.upperBound
    if end > range.lowerBound, bytes[end - 1] == UInt8(ascii: "\n") {
      end -= 1
      if end > range.lowerBound, bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
    }
    let row = range.lowerBound..<end
    return BadRow(
      message: problem.message,
      help: problem.help,
      place: place(of: problem, bytes, range.lowerBound, line),
      firstLine: line,
      lineCount: 1 + TableProblem.newlines(in: bytes, row),
      bytes: bytes.extracting(row).withUnsafeBufferPointer { Array($0) },
      columns: knownColumns()
    )
  }

  /// The columns that the input said, and not the spec.
  private func knownColumns() -> BadRow.Columns? {
    if case .names = options.header { return nil }
    if columns == nil { columns = layout?.header.columns }
    return columns
  }

  /// Where a problem is, in a row that begins at an offset and a line.
  private func place(
    of problem: TableProblem,
    _ bytes: Span<UInt8>,
    _ offset: Int,
    _ line: Int
  ) -> InputPlace {
    let before = offset..<max(offset, min(problem.offset, bytes.count))
    return InputPlace(file: file, line: line + TableProblem.newlines(in: bytes, before))
  }

  /// The failure of a run that cannot go on behind a problem.
  private func failure(
    _ problem: TableProblem,
    _ bytes: Span<UInt8>,
    _ offset: Int,
    _ line: Int
  ) -> RunFailure {
    RunFailure(
      .element,
      problem.message,
      help: problem.help,
      input: place(of: problem, bytes, offset, line)
    )
  }

  private func check(_ size: Int, _ line: Int) throws(RunFailure) {
    guard size > elementLimit else { return }
    throw RunFailure(
      .element,
      "a row is longer than the limit of \(elementLimit) bytes",
      help: "is there a quote that is never closed? If not, raise `limits: {element: …}`",
      input: InputPlace(file: file, line: line)
    )
  }
}
