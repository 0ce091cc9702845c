internal import SwpipeCore

/// Encodes `csv` and `tsv`: JSON objects as rows below a header, or arrays as rows without one.
///
/// What a reader of the same format would not read back as the same row is refused.
struct TableEncoder: Encoder, ~Copyable {
  private let options: TableOptions
  private var columns = TableColumns([])
  /// Whether the columns are known and the header is written.
  private var hasColumns = false
  /// The fields of a row of arrays; nil before the first one.
  private var width: Int?
  /// Whether nothing was written yet.
  private var isFirstRow = true
  /// Why a value of an array cannot be written, until the array was scanned.
  private var refusal: ElementFailure?
  private var writer: TableFieldWriter
  private var buffer = OutputBuffer()

  init(_ options: TableOptions) {
    self.options = options
    writer = TableFieldWriter(options.style)
  }

  /// Takes over the columns of a file that is not empty, to write rows behind it.
  init(_ options: TableOptions, behind path: String) throws(RunFailure) {
    self.init(options)
    let end = try ExistingTable.read(path, options)
    if !end.endsLine { buffer.bytes.append(UInt8(ascii: "\n")) }
    guard let names = end.names else {
      isFirstRow = !end.hasRows
      return
    }
    if let wanted = options.columns, wanted != names {
      throw RunFailure(
        .output,
        "cannot append to \(path): it has the columns \(TableHeader.list(names)), not "
          + TableHeader.list(wanted),
        help: "leave `columns` out, or write another file"
      )
    }
    columns = TableColumns(names)
    hasColumns = true
    isFirstRow = false
  }

  mutating func encode(_ slice: borrowing Slice, to output: borrowing Output) throws(SinkFailure) {
    let type = slice.type
    for position in slice.range {
      let start = buffer.bytes.unfinishedByteCount
      do throws(ElementFailure) {
        try slice.withElement(position) { (element) throws(ElementFailure) in
          try append(element, of: type)
        }
      } catch {
        buffer.bytes.cutUnfinished(to: start)
        try buffer.flush(to: output)
        throw .element(position, error)
      }
      try buffer.flushIfLarge(to: output)
    }
    try buffer.flush(to: output)
  }

  mutating func finish(to output: borrowing Output) throws(SinkFailure) {
    guard !hasColumns, let names = options.columns else { return }
    do throws(ElementFailure) {
      try begin(names)
    } catch {
      throw .output(error.message)
    }
    try buffer.flush(to: output)
  }

  /// Appends an element's row, with the header before the first one.
  private mutating func append(_ element: Span<UInt8>, of type: ElementType) throws(ElementFailure)
  {
    var scanner = JSONScanner()
    switch type == .json ? scanner.peek(element) : nil {
    case UInt8(ascii: "{"): break
    case UInt8(ascii: "[") where options.header == .none && options.columns == nil && !hasColumns:
      return try appendArray(element)
    default: throw notAnObject(element, type)
    }
    if !hasColumns { try begin(try columnNames(element)) }
    let unknown: Range<Int>?
    do throws(JSONProblem) {
      unknown = try columns.locate(element)
    } catch {
      throw error.failure(of: element)
    }
    if let unknown, options.columns == nil || options.isStrict {
      throw noColumn(element.extracting(unknown))
    }
    let row = buffer.bytes.unfinishedByteCount
    for column in columns.names.indices {
      if column > 0 { buffer.bytes.append(options.style.delimiter) }
      guard let value = columns.value(column) else { continue }
      do throws(ElementFailure) {
        try writer.append(element, at: value, to: &buffer.bytes)
      } catch {
        throw ElementFailure("the value of \"\(columns.names[column])\" \(error.message)")
      }
    }
    try endRow(from: row, fields: columns.names.count)
  }

  /// Appends the values of an array, which must be as many as the first one had.
  private mutating func appendArray(_ element: Span<UInt8>) throws(ElementFailure) {
    let row = buffer.bytes.unfinishedByteCount
    var count = 0
    var scanner = JSONScanner()
    do throws(JSONProblem) {
      var isInside = try scanner.enterArray(element)
      while isInside {
        let value = try scanner.skipValue(element, depth: 1)
        if count > 0 { buffer.bytes.append(options.style.delimiter) }
        do throws(ElementFailure) {
          try writer.append(element, at: value, to: &buffer.bytes)
        } catch {
          refusal = ElementFailure("value \(count + 1) of the row \(error.message)")
        }
        count += 1
        isInside = try scanner.continueArray(element)
      }
      try scanner.skipEnd(element)
    } catch {
      throw error.failure(of: element)
    }
    if let failure = refusal {
      refusal = nil
      throw failure
    }
    guard count > 0, count == width ?? count else {
      throw ElementFailure(
        count == 0
          ? "an empty array is no row"
          : "the row has \(count) values, but the first has \(width ?? 0)"
      )
    }
    try endRow(from: row, fields: count)
    width = count
  }

  private func columnNames(_ element: Span<UInt8>) throws(ElementFailure) -> [String] {
    if let names = options.columns { return names }
    let keys: [String]
    do throws(JSONProblem) {
      keys = try TableColumns.names(of: element)
    } catch {
      throw error.failure(of: element)
    }
    if keys.isEmpty {
      throw ElementFailure(
        "the first element names the columns, and {} has none; list them with `columns:`"
      )
    }
    return keys
  }

  /// Takes the columns over and appends the header, if there is to be one.
  private mutating func begin(_ names: [String]) throws(ElementFailure) {
    if options.header == .row {
      let start = buffer.bytes.unfinishedByteCount
      for (column, name) in names.enumerated() {
        if column > 0 { buffer.bytes.append(options.style.delimiter) }
        do throws(ElementFailure) {
          try writer.append(text: name.utf8.span, to: &buffer.bytes)
        } catch {
          throw ElementFailure("the name of column \(column + 1) \(error.message)")
        }
      }
      try endRow(from: start, fields: names.count)
    }
    columns = TableColumns(names)
    hasColumns = true
  }

  /// Ends a row or header, and makes sure that a reader takes it for what it is.
  private mutating func endRow(from start: Int, fields: Int) throws(ElementFailure) {
    let style = options.style
    if fields == 1, buffer.bytes.unfinishedByteCount == start, let quote = style.quote {
      // A line without anything would be skipped.
      buffer.bytes.append(quote)
      buffer.bytes.append(quote)
    }
    if isFirstRow { try endFirstRow(from: start, fields: fields) }
    buffer.bytes.append(UInt8(ascii: "\n"))
  }

  /// The same for what a reader guesses by: the first bytes of a file.
  private mutating func endFirstRow(from start: Int, fields: Int) throws(ElementFailure) {
    let style = options.style
    let name = style.name.rawValue
    let line = buffer.bytes.withUnfinished { bytes in (start..<bytes.count).map { bytes[$0] } }
    if line.isEmpty {
      throw ElementFailure("\(name) cannot begin with a line of one empty field")
    }
    if fields == 1, line.first != style.quote, let other = style.otherDelimiter(in: line.span) {
      guard let quote = style.quote else {
        throw ElementFailure(
          "readers would take \(Excerpt.quoted(line.span)) for several fields with a "
            + "\(TableStyle.name(of: other)) between them; `delimiter:` says that it is one"
        )
      }
      buffer.bytes.cutUnfinished(to: start)
      buffer.bytes.append(quote)
      buffer.bytes.append(line.span)
      buffer.bytes.append(quote)
    }
    var look = InputStart(.table)
    let dropped = try? look.look(at: line.span, isLast: true, of: "")
    guard dropped == 0 else {
      throw ElementFailure(
        "the first field begins as if the file were no plain UTF-8, \(Excerpt.quoted(line.span))"
      )
    }
    isFirstRow = false
  }
}

extension TableEncoder {
  private func notAnObject(_ element: Span<UInt8>, _ type: ElementType) -> ElementFailure {
    let name = options.style.name.rawValue
    guard type == .json else {
      return ElementFailure(
        "\(name) is made of JSON objects, and the element is text; json.parse reads JSON from text"
      )
    }
    var scanner = JSONScanner()
    do throws(JSONProblem) {
      try scanner.skipValue(element)
      try scanner.skipEnd(element)
    } catch {
      return error.failure(of: element)
    }
    return ElementFailure(
      "\(name) is made of JSON objects, and the element is \(Excerpt.quoted(element))"
    )
  }

  private func noColumn(_ key: Span<UInt8>) -> ElementFailure {
    ElementFailure(
      "the key \(Excerpt.quoted(key)) is none of the columns "
        + "(\(TableHeader.list(columns.names))); `columns:` says which to write, and drops the others"
    )
  }
}
