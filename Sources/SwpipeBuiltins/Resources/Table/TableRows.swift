internal import SwpipeCore

/// Where the rows of a table stand in its bytes, and how each becomes JSON.
struct TableRows: Sendable {
  private enum Layout: Sendable {
    case fields(TableLayout)
    case lines
    case array
    case members
  }

  private let layout: Layout
  /// Where the first row may begin.
  private let start: Int

  /// Reads what stands before the rows: a byte order mark, a header, an opening bracket.
  init(_ reading: TableReading, _ bytes: Span<UInt8>) throws(TableProblem) {
    let isMarked = InputStart.Signature.byteOrderMark.begins(bytes) == true
    let front = isMarked ? InputStart.Signature.byteOrderMark.bytes.count : 0
    if let options = reading.options {
      (layout, start) = try TableRows.header(options, bytes, at: front)
      return
    }
    switch reading.format {
    case .csv, .tsv: preconditionFailure("csv and tsv always have options")
    case .jsonl: (layout, start) = (.lines, front)
    case .json:
      var scanner = JSONScanner(at: front)
      switch scanner.peek(bytes) {
      case UInt8(ascii: "["): layout = .array
      case UInt8(ascii: "{"): layout = .members
      default: throw TableProblem("an array of rows or an object of them is due", at: front)
      }
      start = scanner.offset
    }
  }

  /// Whether each row has its key outside of it, as the members of an object have.
  var areNamed: Bool {
    if case .members = layout { true } else { false }
  }

  /// Calls `body` with the offset of each row; it appends the row to know where the next one is.
  func forEach(
    in bytes: Span<UInt8>,
    _ body: (_ offset: Int) throws(TableProblem) -> Int
  ) throws(TableProblem) {
    switch layout {
    case .fields(let layout):
      var offset = start
      var line = 0
      while layout.findRow(bytes, offset: &offset, line: &line, isLast: true) {
        offset = try body(offset)
      }
    case .lines:
      var offset = start
      while let row = TableRows.nextLine(bytes, from: offset) { offset = try body(row) }
    case .array, .members:
      do {
        try forEachValue(in: bytes, body)
      } catch let problem as TableProblem {
        throw problem
      } catch let problem as JSONProblem {
        throw TableProblem(problem)
      } catch {
        preconditionFailure("no other error is thrown")
      }
    }
  }

  private func forEachValue(
    in bytes: Span<UInt8>,
    _ body: (_ offset: Int) throws(TableProblem) -> Int
  ) throws {
    var scanner = JSONScanner(at: start)
    var isInside = areNamed ? try scanner.enterObject(bytes) : try scanner.enterArray(bytes)
    while isInside {
      _ = scanner.peek(bytes)
      scanner = JSONScanner(at: try body(scanner.offset))
      isInside = areNamed ? try scanner.continueObject(bytes) : try scanner.continueArray(bytes)
    }
    try scanner.skipEnd(bytes)
  }

  /// Appends the row at an offset to `scratch.row` as compact JSON; returns the offset behind it.
  func append(
    rowAt offset: Int,
    of bytes: Span<UInt8>,
    to scratch: inout TableScratch
  ) throws(TableProblem) -> Int {
    if case .fields(let layout) = layout {
      var reader = TableRowReader(layout.options.style, at: offset, isLast: true)
      _ =
        layout.header.choice.isEmpty
        ? try reader.appendRow(bytes, layout.header, to: &scratch.row)
        : try reader.appendChosen(bytes, layout.header, &scratch.chosen, to: &scratch.row)
      return reader.offset
    }
    do throws(JSONProblem) {
      var scanner = JSONScanner(at: offset)
      if areNamed { _ = try scanner.skipKey(bytes) }
      let value = try scanner.skipValue(bytes, depth: 1)
      scratch.row.append(compacting: bytes.extracting(value))
      guard case .lines = layout else { return value.upperBound }
      var end = value.upperBound
      while end < bytes.count, TableRows.isBlank(bytes[end]) { end += 1 }
      guard end == bytes.count || bytes[end] == UInt8(ascii: "\n") else {
        throw JSONProblem(at: end, "expected the end of the line")
      }
      return min(end + 1, bytes.count)
    } catch {
      throw TableProblem(error)
    }
  }

  /// Appends the name of the row at an offset, where rows are named.
  func append(
    nameOfRowAt offset: Int,
    of bytes: Span<UInt8>,
    to output: inout BatchBuilder
  ) throws(TableProblem) {
    do throws(JSONProblem) {
      var scanner = JSONScanner(at: offset)
      output.append(unescaping: bytes.extracting(try scanner.skipKey(bytes)))
    } catch {
      throw TableProblem(error)
    }
  }

  private static func header(_ options: TableOptions, _ bytes: Span<UInt8>, at front: Int)
    throws(TableProblem) -> (Layout, Int)
  {
    var offset = front
    var line = 1
    let layout = try TableLayout.read(
      options,
      bytes,
      offset: &offset,
      line: &line,
      isLast: true
    )
    guard let layout else { throw TableProblem("there is no header", at: front) }
    return (.fields(layout), offset)
  }

  /// Where the first line that is not blank begins.
  private static func nextLine(_ bytes: Span<UInt8>, from start: Int) -> Int? {
    var offset = start
    while offset < bytes.count, isBlank(bytes[offset]) || bytes[offset] == UInt8(ascii: "\n") {
      offset += 1
    }
    return offset < bytes.count ? offset : nil
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\r")
  }
}
