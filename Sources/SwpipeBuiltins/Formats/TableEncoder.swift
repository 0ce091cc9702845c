internal import SwpipeCore

/// Encodes `csv` and `tsv`: JSON objects as rows below a header.
struct TableEncoder: Encoder, ~Copyable {
  private let style: TableStyle
  /// Those of the spec; nil where the first element has them.
  private let names: [String]?
  private var columns = TableColumns([])
  private var hasHeader = false
  private var writer: TableFieldWriter
  private var buffer = OutputBuffer()

  init(_ style: TableStyle, columns names: [String]?) {
    self.style = style
    self.names = names
    writer = TableFieldWriter(style)
  }

  mutating func encode(_ slice: borrowing Slice, to output: borrowing Output) throws(SinkFailure) {
    let type = slice.type
    for position in slice.range {
      do throws(ElementFailure) {
        try slice.withElement(position) { (element) throws(ElementFailure) in
          try append(element, of: type)
        }
      } catch {
        try buffer.flush(to: output)
        throw .element(position, error)
      }
      try buffer.flushIfLarge(to: output)
    }
    try buffer.flush(to: output)
  }

  mutating func finish(to output: borrowing Output) throws(SinkFailure) {
    guard !hasHeader, let names else { return }
    appendHeader(names)
    try buffer.flush(to: output)
  }

  /// Appends an element's row, with the header before the first one, or nothing if it is none.
  private mutating func append(_ element: Span<UInt8>, of type: ElementType) throws(ElementFailure)
  {
    var scanner = JSONScanner()
    guard type == .json, scanner.peek(element) == UInt8(ascii: "{") else {
      throw notAnObject(element, type)
    }
    let unknown: Range<Int>?
    do throws(JSONProblem) {
      if !hasHeader { appendHeader(try columnNames(element)) }
      unknown = try columns.locate(element)
    } catch {
      throw error.failure(of: element)
    }
    if let unknown { throw noColumn(element.extracting(unknown)) }
    for column in columns.names.indices {
      if column > 0 { buffer.bytes.append(style.delimiter) }
      if let value = columns.value(column) {
        let start = buffer.bytes.unfinishedByteCount
        writer.append(element, at: value, to: &buffer.bytes)
        endField(from: start)
      } else {
        endField(from: buffer.bytes.unfinishedByteCount)
      }
    }
    buffer.bytes.append(UInt8(ascii: "\n"))
  }

  private func columnNames(_ element: Span<UInt8>) throws(JSONProblem) -> [String] {
    if let names { return names }
    let keys = try TableColumns.names(of: element)
    if keys.isEmpty { throw JSONProblem(at: 0, "expected the first element to name the columns") }
    return keys
  }

  private mutating func appendHeader(_ names: [String]) {
    hasHeader = true
    columns = TableColumns(names)
    for (column, name) in names.enumerated() {
      if column > 0 { buffer.bytes.append(style.delimiter) }
      writer.append(text: name.utf8.span, to: &buffer.bytes)
    }
    buffer.bytes.append(UInt8(ascii: "\n"))
  }

  /// Makes a row of one empty field differ from an empty line, which readers skip.
  private mutating func endField(from start: Int) {
    guard columns.names.count == 1, buffer.bytes.unfinishedByteCount == start else { return }
    if style == .csv { buffer.bytes.append(utf8: "\"\"") }
  }
}

extension TableEncoder {
  private func notAnObject(_ element: Span<UInt8>, _ type: ElementType) -> ElementFailure {
    guard type == .json else {
      return ElementFailure(
        "\(style.name) is made of JSON objects, and the element is text; json.parse reads JSON from "
          + "text"
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
      "\(style.name) is made of JSON objects, and the element is \(Excerpt.quoted(element))"
    )
  }

  private func noColumn(_ key: Span<UInt8>) -> ElementFailure {
    ElementFailure(
      "the key \(Excerpt.quoted(key)) is none of the columns "
        + "(\(columns.names.joined(separator: ", "))); list all of them with `columns:`"
    )
  }
}
