internal import SwpipeCore

/// Turns the bytes of a table into JSON objects, a read at a time.
///
/// It appends what it has seen and remembers its state, so that a read may end anywhere, also
/// within a quoted field, and nothing is looked at twice.
struct TableParser {
  /// What the next byte continues.
  enum State {
    case rowStart
    /// A CR at the start of a row: an empty line, if a newline follows.
    case rowStartCR
    case fieldStart
    case unquoted
    /// A CR in an unquoted field: the line's end, if a newline follows.
    case unquotedCR
    case quoted
    /// A quote in a quoted field: its end, or the first of two.
    case quoteInQuoted
    /// A CR behind the closing quote.
    case closedCR
    /// A backslash in a tsv field.
    case escape
  }

  let style: TableStyle
  var state = State.rowStart
  /// Fields that the row has begun.
  var fields = 0
  /// Where the field begins within the unfinished element.
  private var fieldStart = 0
  private var hasHighBytes = false
  /// Lines from 1.
  var line = 1
  private var rowLine = 1
  var quoteLine = 1
  /// The line that a row is taken to stand at, less its position.
  private var lineShift: Int64?
  private let file: String
  private let places: InputPlaces
  /// Nil while the header is read.
  var header: TableHeader?

  /// Whether the last row has ended and no other has begun.
  var isBetweenRows: Bool { state == .rowStart }

  init(_ style: TableStyle, file: String, places: InputPlaces) {
    self.style = style
    self.file = file
    self.places = places
  }

  /// Parses from `start` on, to the end of the bytes, of the header, or to where `output` is full;
  /// returns how far it came.
  mutating func parse(_ bytes: Span<UInt8>, from start: Int, into output: inout BatchBuilder)
    throws(RunFailure) -> Int
  {
    var offset = start
    while offset < bytes.count {
      let byte = bytes[offset]
      switch state {
      case .rowStart:
        rowLine = line
        switch byte {
        case UInt8(ascii: "\n"):
          line += 1
          offset += 1
        case UInt8(ascii: "\r"):
          state = .rowStartCR
          offset += 1
        default:
          beginRow(output.nextIndex)
          state = .fieldStart
        }
      case .rowStartCR:
        if byte == UInt8(ascii: "\n") {
          state = .rowStart
        } else {
          beginRow(output.nextIndex)
          beginField(&output)
          output.append(escaped: UInt8(ascii: "\r"))
          state = .unquoted
        }
      case .fieldStart:
        beginField(&output)
        if byte == UInt8(ascii: "\""), style == .csv {
          quoteLine = line
          state = .quoted
          offset += 1
        } else {
          state = .unquoted
        }
      case .unquoted:
        offset += appendRun(bytes, from: offset, stoppingAt: style.delimiter, to: &output)
        guard offset < bytes.count else { break }
        try takeUnquoted(bytes[offset], &output)
        offset += 1
      case .unquotedCR:
        if byte == UInt8(ascii: "\n") {
          try endRow(&output)
          offset += 1
        } else {
          output.append(escaped: UInt8(ascii: "\r"))
          state = .unquoted
        }
      case .quoted:
        offset += appendRun(bytes, from: offset, stoppingAt: UInt8(ascii: "\""), to: &output)
        guard offset < bytes.count else { break }
        takeQuoted(bytes[offset], &output)
        offset += 1
      case .quoteInQuoted, .closedCR:
        try takeAfterQuote(byte, &output)
        offset += 1
      case .escape:
        if takeEscape(byte, &output) { offset += 1 }
      }
      if state == .rowStart, output.isFull || header == nil && output.count > 0 { return offset }
    }
    return offset
  }

  /// Ends what the file's end leaves open.
  mutating func finish(_ output: inout BatchBuilder) throws(RunFailure) {
    switch state {
    case .rowStart, .rowStartCR: return
    case .fieldStart: beginField(&output)
    case .escape: output.append(escaped: UInt8(ascii: "\\"))
    case .quoted:
      throw failure(
        "the quoted field that begins here never ends",
        help: "a quote within a quoted field is written twice",
        line: quoteLine
      )
    case .unquoted, .unquotedCR, .quoteInQuoted, .closedCR: break
    }
    try endRow(&output)
  }

  /// The failure of the row that is being read.
  func failure(_ message: String, help: String? = nil, line: Int? = nil) -> RunFailure {
    RunFailure(
      .element,
      message,
      help: help,
      input: InputPlace(file: file, line: line ?? rowLine)
    )
  }

  private mutating func beginRow(_ position: Int64) {
    fields = 0
    guard header != nil, lineShift != Int64(rowLine) - position else { return }
    lineShift = Int64(rowLine) - position
    places.note(position: position, file: file, line: rowLine)
  }

  private mutating func beginField(_ output: inout BatchBuilder) {
    if let header, fields < header.count {
      let start = fields == 0 ? 0 : header.jointEnds[fields - 1]
      output.append(header.joints.span.extracting(start..<header.jointEnds[fields]))
    }
    fields += 1
    fieldStart = output.unfinishedByteCount
    hasHighBytes = false
  }

  private mutating func appendRun(
    _ bytes: Span<UInt8>,
    from offset: Int,
    stoppingAt stop: UInt8,
    to output: inout BatchBuilder
  ) -> Int {
    let run = JSONEscape.plainRun(
      in: bytes,
      from: offset,
      stoppingAt: stop,
      hasHighBytes: &hasHighBytes
    )
    if run > 0 { output.append(bytes.extracting(offset..<offset + run)) }
    return run
  }

  /// Ends a field, which must be UTF-8.
  mutating func endField(_ output: inout BatchBuilder) throws(RunFailure) {
    if hasHighBytes {
      let start = fieldStart
      let isUTF8 = output.withUnfinished { JSONEscape.isUTF8($0.extracting(start..<$0.count)) }
      if !isUTF8 {
        let name = header?.label(fields - 1) ?? "field \(fields) of the header"
        throw failure("\(name) is not UTF-8", help: "convert the file, for example with iconv")
      }
    }
    if header == nil { output.endElement() }
  }

  /// Ends a row, which must have as many fields as the header.
  mutating func endRow(_ output: inout BatchBuilder) throws(RunFailure) {
    try endField(&output)
    if let header {
      guard fields == header.count else {
        throw failure(
          "the row has \(fields) \(fields == 1 ? "field" : "fields"), but the header has "
            + "\(header.count)",
          help: style == .csv && fields > header.count
            ? "a field with a comma in it must stand in quotes" : nil
        )
      }
      output.append(UInt8(ascii: "\""))
      output.append(UInt8(ascii: "}"))
      output.endElement()
    }
    line += 1
    state = .rowStart
  }
}
