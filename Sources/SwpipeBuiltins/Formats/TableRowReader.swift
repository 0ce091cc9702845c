internal import SwpipeCore

/// Reads the row at any offset of a table's bytes, for sources and for lookups alike.
///
/// It holds nothing of the table. Where the bytes end before the row does, it says so, and is made
/// anew once there are more.
struct TableRowReader {
  /// What ended a field.
  private enum FieldEnd {
    case delimiter
    case row
    /// The bytes that were read so far.
    case incomplete
  }

  private let style: TableStyle
  /// Whether nothing follows the bytes, so that their end is the row's, too.
  private let isLast: Bool
  private let rowStart: Int
  /// Where the next byte to look at stands; behind the row in the end.
  private(set) var offset: Int
  /// The newlines that were passed.
  private(set) var lines = 0

  init(_ style: TableStyle, at offset: Int, isLast: Bool) {
    self.style = style
    self.offset = offset
    self.isLast = isLast
    rowStart = offset
  }

  /// Appends each field of the first row as an element, with JSON's escapes; false where the bytes
  /// end before it does.
  mutating func appendNames(_ bytes: Span<UInt8>, to output: inout BatchBuilder)
    throws(TableProblem) -> Bool
  {
    while true {
      let end: FieldEnd
      do throws(TableProblem) {
        end = try appendField(bytes, to: &output)
      } catch {
        throw error.naming("field \(output.count + 1) of the header")
      }
      output.endElement()
      switch end {
      case .delimiter: continue
      case .row: return true
      case .incomplete: return false
      }
    }
  }

  /// Appends the row as JSON; false where the bytes end before it does.
  mutating func appendRow(
    _ bytes: Span<UInt8>,
    _ header: TableHeader,
    to output: inout BatchBuilder
  ) throws(TableProblem) -> Bool {
    var count = 0
    while true {
      if count < header.columnCount {
        let start = count == 0 ? 0 : header.jointEnds[count - 1]
        output.append(header.joints.span.extracting(start..<header.jointEnds[count]))
      }
      let end: FieldEnd
      do throws(TableProblem) {
        end =
          header.infersTypes
          ? try appendTyped(bytes, to: &output) : try appendField(bytes, to: &output)
      } catch {
        throw error.naming(header.label(count))
      }
      count += 1
      switch end {
      case .delimiter: continue
      case .incomplete: return false
      case .row: break
      }
      guard count == header.fieldCount else { throw wrongWidth(count, header, bytes) }
      output.append(header.end.span)
      return true
    }
  }

  /// The same for a header that chooses columns, whose values wait in `scratch` for their turn.
  mutating func appendChosen(
    _ bytes: Span<UInt8>,
    _ header: TableHeader,
    _ scratch: inout TableScratchRow,
    to output: inout BatchBuilder
  ) throws(TableProblem) -> Bool {
    scratch.begin(columns: header.columnCount)
    var count = 0
    while true {
      let start = scratch.bytes.unfinishedByteCount
      let end: FieldEnd
      do throws(TableProblem) {
        end =
          header.infersTypes
          ? try appendTyped(bytes, to: &scratch.bytes) : try appendField(bytes, to: &scratch.bytes)
      } catch {
        throw error.naming(header.label(count))
      }
      scratch.endField(from: start, column: count < header.choice.count ? header.choice[count] : -1)
      count += 1
      switch end {
      case .delimiter: continue
      case .incomplete: return false
      case .row: break
      }
      guard count == header.fieldCount else { throw wrongWidth(count, header, bytes) }
      scratch.append(header, to: &output)
      return true
    }
  }

  /// Appends a field as the inside of a JSON string and passes what ends it.
  private mutating func appendField(_ bytes: Span<UInt8>, to output: inout BatchBuilder)
    throws(TableProblem) -> FieldEnd
  {
    let start = offset
    let written = output.unfinishedByteCount
    var hasHighBytes = false
    let end: FieldEnd
    if let quote = style.quote, offset < bytes.count, bytes[offset] == quote {
      end = try appendQuoted(bytes, quote, to: &output, &hasHighBytes)
    } else {
      end = try appendPlain(bytes, to: &output, &hasHighBytes)
    }
    if hasHighBytes, end != .incomplete,
      !output.withUnfinished({ JSONEscape.isUTF8($0.extracting(written..<$0.count)) })
    {
      throw .ofField(
        "is not UTF-8",
        at: start,
        help: "convert the file, for example with `iconv -f LATIN1 -t UTF-8`"
      )
    }
    return end
  }

  /// Appends a field as a JSON value: a number, true, false or null where it is written like one.
  private mutating func appendTyped(_ bytes: Span<UInt8>, to output: inout BatchBuilder)
    throws(TableProblem) -> FieldEnd
  {
    var ignored = false
    let run = JSONEscape.plainRun(
      in: bytes,
      from: offset,
      stoppingAt: style.delimiter,
      hasHighBytes: &ignored
    )
    let field = offset..<offset + run
    if endsField(bytes, at: field.upperBound), Self.isLiteral(bytes.extracting(field)) {
      if field.isEmpty {
        output.append(utf8: "null")
      } else {
        output.append(bytes.extracting(field))
      }
      offset = field.upperBound
      return try appendPlain(bytes, to: &output, &ignored)
    }
    output.append(UInt8(ascii: "\""))
    let end = try appendField(bytes, to: &output)
    output.append(UInt8(ascii: "\""))
    return end
  }

  /// Whether an unquoted field ends where a run of plain bytes does.
  private func endsField(_ bytes: Span<UInt8>, at end: Int) -> Bool {
    guard end < bytes.count else { return true }
    switch bytes[end] {
    case style.delimiter, UInt8(ascii: "\n"), UInt8(ascii: "\r"): return true
    default: return false
    }
  }

  /// Whether a field is empty, `true`, `false` or a number as JSON writes it.
  private static func isLiteral(_ field: Span<UInt8>) -> Bool {
    guard !field.isEmpty else { return true }
    var scanner = JSONScanner()
    switch field[0] {
    case UInt8(ascii: "t"), UInt8(ascii: "f"):
      return (try? scanner.skipValue(field)) != nil && scanner.offset == field.count
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
      return (try? scanner.skipNumber(field)) != nil && scanner.offset == field.count
    default: return false
    }
  }

  private mutating func appendPlain(
    _ bytes: Span<UInt8>,
    to output: inout BatchBuilder,
    _ hasHighBytes: inout Bool
  ) throws(TableProblem) -> FieldEnd {
    while true {
      appendRun(bytes, stoppingAt: style.delimiter, to: &output, &hasHighBytes)
      guard offset < bytes.count else { return isLast ? .row : .incomplete }
      if let end = try passEnd(bytes) { return end }
      let byte = bytes[offset]
      if byte == UInt8(ascii: "\\"), style.hasEscapes {
        guard offset + 1 < bytes.count || isLast else { return .incomplete }
        appendEscape(bytes, to: &output)
      } else {
        output.append(escaped: byte)
        offset += 1
      }
    }
  }

  private mutating func appendQuoted(
    _ bytes: Span<UInt8>,
    _ quote: UInt8,
    to output: inout BatchBuilder,
    _ hasHighBytes: inout Bool
  ) throws(TableProblem) -> FieldEnd {
    let start = offset
    offset += 1
    while true {
      appendRun(bytes, stoppingAt: quote, to: &output, &hasHighBytes)
      guard offset < bytes.count else {
        guard isLast else { return .incomplete }
        throw .openQuote(at: start)
      }
      let byte = bytes[offset]
      offset += 1
      guard byte == quote else {
        if byte == UInt8(ascii: "\n") { lines += 1 }
        output.append(escaped: byte)
        continue
      }
      guard offset < bytes.count else { return isLast ? .row : .incomplete }
      if bytes[offset] == quote {
        output.append(escaped: quote)
        offset += 1
        continue
      }
      if let end = try passEnd(bytes) { return end }
      throw .ofField(
        "goes on behind its closing quote",
        at: offset,
        help: "a quote within a quoted field is written twice"
      )
    }
  }

  /// Passes what ends a field: the delimiter, or a line's end; nil where something else stands here.
  @inline(__always)
  private mutating func passEnd(_ bytes: Span<UInt8>) throws(TableProblem) -> FieldEnd? {
    switch bytes[offset] {
    case style.delimiter:
      offset += 1
      return .delimiter
    case UInt8(ascii: "\n"):
      offset += 1
      lines += 1
      return .row
    case UInt8(ascii: "\r"): return try passCarriageReturn(bytes)
    default: return nil
    }
  }

  private mutating func appendRun(
    _ bytes: Span<UInt8>,
    stoppingAt stop: UInt8,
    to output: inout BatchBuilder,
    _ hasHighBytes: inout Bool
  ) {
    let run = JSONEscape.plainRun(
      in: bytes,
      from: offset,
      stoppingAt: stop,
      hasHighBytes: &hasHighBytes
    )
    guard run > 0 else { return }
    output.append(bytes.extracting(offset..<offset + run))
    offset += run
  }

  /// Passes a CR, which is part of a line's end or does not belong into a field.
  private mutating func passCarriageReturn(_ bytes: Span<UInt8>) throws(TableProblem) -> FieldEnd {
    guard offset + 1 < bytes.count else {
      guard isLast else { return .incomplete }
      offset += 1
      return .row
    }
    guard bytes[offset + 1] == UInt8(ascii: "\n") else {
      throw .ofField(
        "holds a carriage return that no newline follows",
        at: offset,
        help: "lines end in LF or CR LF; where they end in CR alone, convert the file with "
          + "`tr '\\r' '\\n'`"
          + (style.quote == nil ? "" : ", and where the CR is data, put the field in quotes")
      )
    }
    offset += 2
    lines += 1
    return .row
  }

  /// Appends what the backslash at the offset begins; it stands for itself before other letters.
  private mutating func appendEscape(_ bytes: Span<UInt8>, to output: inout BatchBuilder) {
    offset += 1
    switch offset < bytes.count ? bytes[offset] : 0 {
    case UInt8(ascii: "t"): output.append(escaped: UInt8(ascii: "\t"))
    case UInt8(ascii: "n"): output.append(escaped: UInt8(ascii: "\n"))
    case UInt8(ascii: "r"): output.append(escaped: UInt8(ascii: "\r"))
    case UInt8(ascii: "\\"): output.append(escaped: UInt8(ascii: "\\"))
    default:
      output.append(escaped: UInt8(ascii: "\\"))
      return
    }
    offset += 1
  }

  private func wrongWidth(_ count: Int, _ header: TableHeader, _ bytes: Span<UInt8>)
    -> TableProblem
  {
    TableProblem(
      "the row has \(count) \(count == 1 ? "field" : "fields"), but \(header.claim)",
      at: rowStart,
      help: widthHelp(count > header.fieldCount, bytes)
    )
  }

  private func widthHelp(_ isTooWide: Bool, _ bytes: Span<UInt8>) -> String? {
    guard isTooWide, let quote = style.quote else { return nil }
    var isFieldStart = true
    var blanks = 0
    for position in rowStart..<offset {
      switch bytes[position] {
      case quote where isFieldStart && blanks > 0:
        return "a quote begins a field only right behind the \(style.delimiterName); remove the "
          + "blanks before it"
      case UInt8(ascii: " ") where isFieldStart: blanks += 1
      case style.delimiter:
        isFieldStart = true
        blanks = 0
      default: isFieldStart = false
      }
    }
    return "a field with a \(style.delimiterName) in it must stand in quotes"
  }
}
