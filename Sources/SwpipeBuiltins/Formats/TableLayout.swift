internal import SwpipeCore

/// Finds the rows of a table: the options and the header taken together.
struct TableLayout: Sendable {
  let options: TableOptions
  let header: TableHeader

  /// Whether an empty line is a row of one empty field: only where nothing else could stand for it.
  private let hasEmptyRows: Bool

  private init(_ options: TableOptions, _ header: TableHeader) {
    self.options = options
    self.header = header
    hasEmptyRows = header.fieldCount == 1 && options.style.quote == nil
  }

  /// Reads what stands before the rows and moves `offset` behind it; nil where the bytes end first.
  static func read(
    _ options: TableOptions,
    _ bytes: Span<UInt8>,
    offset: inout Int,
    line: inout Int,
    isLast: Bool
  ) throws(TableProblem) -> TableLayout? {
    switch options.header {
    case .names(let names), .read(.names(let names)):
      do throws(ElementFailure) {
        return TableLayout(options, try TableHeader(names.map(TableHeader.escaped), options))
      } catch {
        throw TableProblem(error.message, at: offset)
      }
    case .read(.count(let count)):
      return TableLayout(options, TableHeader(unnamed: count, infersTypes: options.infersTypes))
    case .row, .none: break
    }
    guard
      skipLines(bytes, options.style, keepsEmpty: false, offset: &offset, line: &line, isLast),
      offset < bytes.count
    else { return nil }
    var reader = TableRowReader(options.style, at: offset, isLast: isLast)
    var names = BatchBuilder()
    guard try reader.appendNames(bytes, to: &names), let fields = names.freeze() else { return nil }
    if fields.count == 1 { try checkDelimiter(options.style, bytes, offset..<reader.offset) }
    if case .none = options.header {
      return TableLayout(
        options,
        TableHeader(unnamed: fields.count, infersTypes: options.infersTypes)
      )
    }
    let slice = Slice(fields, 0..<fields.count)
    let texts = slice.range.map { position in
      slice.withElement(position) { field in
        field.withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
      }
    }
    do throws(ElementFailure) {
      let layout = TableLayout(options, try TableHeader(texts, options))
      offset = reader.offset
      line += reader.lines
      return layout
    } catch {
      throw TableProblem(error.message, at: offset)
    }
  }

  /// Moves `offset` to where the next row begins; false where the bytes end first, and what they end
  /// in may become a row with those that follow.
  func findRow(
    _ bytes: Span<UInt8>,
    offset: inout Int,
    line: inout Int,
    isLast: Bool
  ) -> Bool {
    TableLayout.skipLines(
      bytes,
      options.style,
      keepsEmpty: hasEmptyRows,
      offset: &offset,
      line: &line,
      isLast
    ) && offset < bytes.count
  }

  /// Passes empty lines and comments.
  @inline(__always)
  private static func skipLines(
    _ bytes: Span<UInt8>,
    _ style: TableStyle,
    keepsEmpty: Bool,
    offset: inout Int,
    line: inout Int,
    _ isLast: Bool
  ) -> Bool {
    while offset < bytes.count {
      let byte = bytes[offset]
      if byte > UInt8(ascii: "\r"), byte != style.comment { return true }
      if byte == style.comment {
        var end = offset
        while end < bytes.count, bytes[end] != UInt8(ascii: "\n") { end += 1 }
        guard end < bytes.count || isLast else { return false }
        offset = min(end + 1, bytes.count)
        line += 1
      } else if keepsEmpty {
        return true
      } else if byte == UInt8(ascii: "\n") {
        offset += 1
        line += 1
      } else if byte == UInt8(ascii: "\r") {
        // A CR is an empty line if a newline or the end follows.
        guard offset + 1 < bytes.count else {
          if isLast { offset += 1 }
          return isLast
        }
        guard bytes[offset + 1] == UInt8(ascii: "\n") else { return true }
        offset += 2
        line += 1
      } else {
        return true
      }
    }
    return true
  }

  /// Refuses a header of one unquoted field that other delimiters would make several of.
  private static func checkDelimiter(_ style: TableStyle, _ bytes: Span<UInt8>, _ row: Range<Int>)
    throws(TableProblem)
  {
    guard bytes[row.lowerBound] != style.quote,
      let other = style.otherDelimiter(in: bytes.extracting(row))
    else { return }
    var end = row.upperBound
    while end > row.lowerBound, bytes[end - 1] < 0x20, bytes[end - 1] != other { end -= 1 }
    throw TableProblem(
      "the first row is one field with a \(TableStyle.name(of: other)) in it, "
        + Excerpt.quoted(bytes.extracting(row.lowerBound..<end)),
      at: row.lowerBound,
      help: "say what separates the fields: `delimiter: \(TableStyle.spelling(of: other))`, or "
        + "`delimiter: \(TableStyle.spelling(of: style.delimiter))` if it is one field"
    )
  }
}
