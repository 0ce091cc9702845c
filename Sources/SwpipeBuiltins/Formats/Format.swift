internal import SwpipeCore

/// How elements stand in a file or stream.
enum Format: String, CaseIterable, Sendable {
  case lines
  case nul
  case jsonl
  case csv
  case tsv

  /// The parameter that sources and sinks share.
  static func parameter(_ help: String) -> Parameter<String> {
    .choice("format", of: allCases.map(\.rawValue), default: lines.rawValue, help)
  }

  /// The format of checked arguments.
  init(_ word: String) {
    guard let format = Format(rawValue: word) else {
      preconditionFailure("the plan holds the unknown format \(word)")
    }
    self = format
  }

  /// What a source of this format gives.
  var elementType: ElementType {
    switch self {
    case .lines, .nul: .text
    case .jsonl, .csv, .tsv: .json
    }
  }

  /// What a sink of this format takes.
  var acceptance: Acceptance {
    switch self {
    case .lines, .nul, .jsonl: .any
    case .csv, .tsv: .json
    }
  }

  /// The byte behind each element.
  var separator: UInt8 { self == .nul ? 0 : UInt8(ascii: "\n") }

  /// Words of a component's details that say how each format is read.
  static let readingDetails = """
    `lines`: each line is a text; CRs, NUL bytes, invalid UTF-8 and empty lines pass as they are, and a \
    last line without a newline is one too. `nul`: the same with NUL bytes in place of newlines.

    `jsonl`: each line is a JSON text, which nobody looks into before a transform does; lines of nothing \
    but white space are skipped, and so is a byte order mark.

    `csv`: RFC 4180 with a header; each row becomes a JSON object whose values are strings. A quoted \
    field may hold commas, newlines and doubled quotes; a quote within a field that does not begin with \
    one is an ordinary character; empty lines are skipped. `tsv`: the same with tabs and without \
    quotes; `\\t`, `\\n`, `\\r` and `\\\\` stand for a tab, a newline, a carriage return and a backslash. \
    In both a row with too few or too many fields is an error, and so is invalid UTF-8.
    """
}
