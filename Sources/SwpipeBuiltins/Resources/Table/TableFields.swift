internal import SwpipeCore

/// Reads the csv or tsv row at any offset of a table that is in memory as a whole.
///
/// The sources' `TableParser` takes reads that end anywhere and knows only the row it is in; this
/// one can go to any row, holds nothing, and takes the same files for the same rows.
struct TableFields {
  private let style: TableStyle
  /// Where the next byte to look at stands; behind the row in the end.
  private(set) var offset: Int
  private let rowStart: Int

  init(_ style: TableStyle, at offset: Int) {
    self.style = style
    self.offset = offset
    rowStart = offset
  }

  /// Where the first row at or behind an offset begins; nil if only empty lines follow.
  static func nextRow(_ bytes: Span<UInt8>, from start: Int) -> Int? {
    var offset = start
    while offset < bytes.count {
      if bytes[offset] == UInt8(ascii: "\n") {
        offset += 1
        continue
      }
      guard bytes[offset] == UInt8(ascii: "\r") else { return offset }
      // A CR is an empty line if a newline or the end follows.
      guard offset + 1 == bytes.count || bytes[offset + 1] == UInt8(ascii: "\n") else {
        return offset
      }
      offset += 1
    }
    return nil
  }

  /// Appends each field of the header as an element, with JSON's escapes.
  mutating func appendHeader(_ bytes: Span<UInt8>, to output: inout BatchBuilder)
    throws(TableProblem)
  {
    var isInside = true
    while isInside {
      isInside = try appendField(bytes, to: &output)
      output.endElement()
    }
  }

  /// Appends the row as a JSON object of strings.
  mutating func appendRow(
    _ bytes: Span<UInt8>,
    _ header: TableHeader,
    to output: inout BatchBuilder
  ) throws(TableProblem) {
    var count = 0
    var isInside = true
    while isInside {
      if count < header.count {
        let start = count == 0 ? 0 : header.jointEnds[count - 1]
        output.append(header.joints.span.extracting(start..<header.jointEnds[count]))
      }
      isInside = try appendField(bytes, to: &output)
      count += 1
    }
    guard count == header.count else {
      throw TableProblem(
        "the row has \(count) \(count == 1 ? "field" : "fields"), but the header has \(header.count)",
        at: rowStart,
        help: style == .csv && count > header.count
          ? "a field with a comma in it must stand in quotes" : nil
      )
    }
    output.append(utf8: "\"}")
  }

  /// Appends a field with JSON's escapes and passes what ends it; true where another follows.
  private mutating func appendField(_ bytes: Span<UInt8>, to output: inout BatchBuilder)
    throws(TableProblem) -> Bool
  {
    let start = offset
    let written = output.unfinishedByteCount
    var hasHighBytes = false
    let goesOn: Bool
    if style == .csv, offset < bytes.count, bytes[offset] == UInt8(ascii: "\"") {
      goesOn = try appendQuoted(bytes, to: &output, &hasHighBytes)
    } else {
      goesOn = appendPlain(bytes, to: &output, &hasHighBytes)
    }
    if hasHighBytes,
      !output.withUnfinished({ JSONEscape.isUTF8($0.extracting(written..<$0.count)) })
    {
      throw TableProblem(
        "a field is not UTF-8",
        at: start,
        help: "convert the file, for example with iconv"
      )
    }
    return goesOn
  }

  private mutating func appendPlain(
    _ bytes: Span<UInt8>,
    to output: inout BatchBuilder,
    _ hasHighBytes: inout Bool
  ) -> Bool {
    while true {
      appendRun(bytes, stoppingAt: style.delimiter, to: &output, &hasHighBytes)
      guard offset < bytes.count else { return false }
      let byte = bytes[offset]
      offset += 1
      switch byte {
      case style.delimiter: return true
      case UInt8(ascii: "\n"): return false
      case UInt8(ascii: "\r") where isAtLineEnd(bytes):
        offset = min(offset + 1, bytes.count)
        return false
      case UInt8(ascii: "\\") where style == .tsv: appendEscape(bytes, to: &output)
      default: output.append(escaped: byte)
      }
    }
  }

  private mutating func appendQuoted(
    _ bytes: Span<UInt8>,
    to output: inout BatchBuilder,
    _ hasHighBytes: inout Bool
  ) throws(TableProblem) -> Bool {
    let start = offset
    offset += 1
    while true {
      appendRun(bytes, stoppingAt: UInt8(ascii: "\""), to: &output, &hasHighBytes)
      guard offset < bytes.count else {
        throw TableProblem(
          "the quoted field that begins here never ends",
          at: start,
          help: "a quote within a quoted field is written twice"
        )
      }
      let byte = bytes[offset]
      offset += 1
      guard byte == UInt8(ascii: "\"") else {
        output.append(escaped: byte)
        continue
      }
      guard offset < bytes.count else { return false }
      let next = bytes[offset]
      offset += 1
      switch next {
      case UInt8(ascii: "\""): output.append(escaped: next)
      case style.delimiter: return true
      case UInt8(ascii: "\n"): return false
      case UInt8(ascii: "\r") where isAtLineEnd(bytes):
        offset = min(offset + 1, bytes.count)
        return false
      default:
        throw TableProblem(
          "a field goes on behind its closing quote",
          at: offset - 1,
          help: "a quote within a quoted field is written twice"
        )
      }
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
    output.append(bytes.extracting(offset..<offset + run))
    offset += run
  }

  /// Whether a CR that was passed ends the line.
  private func isAtLineEnd(_ bytes: Span<UInt8>) -> Bool {
    offset == bytes.count || bytes[offset] == UInt8(ascii: "\n")
  }

  /// Appends what the backslash that was passed begins; it stands for itself before other letters.
  private mutating func appendEscape(_ bytes: Span<UInt8>, to output: inout BatchBuilder) {
    let letter = offset < bytes.count ? bytes[offset] : 0
    switch letter {
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
}
