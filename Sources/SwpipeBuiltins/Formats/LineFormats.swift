internal import SwpipeCore

/// The formats whose elements end with a byte of their own: `lines`, `nul` and `jsonl`.
enum LineFormats {
  static let strict = Parameter<Bool>.boolean(
    "strict",
    default: false,
    "Makes an error of an element that `lines` would break in two, and of a key that `columns` drops."
  )

  static let lines = FormatDefinition(
    name: "lines",
    reading: FormatDefinition.Reading(
      gives: .text,
      details: """
        `lines`: each line is a text; CRs, NUL bytes, invalid UTF-8 and empty lines pass as they are, and \
        a last line without a newline is one too. In every format a file that begins as gzip, zstd, xz, \
        bzip2, ZIP or UTF-16 do is refused, with the command that makes text of it.
        """,
      decoder: { LineDecoder(.lines, elementLimit: $1) }
    ),
    writing: FormatDefinition.Writing(
      accepts: .any,
      details: """
        `lines`: each element and a newline. A JSON string goes out as the text it stands for, other JSON \
        as it is. An element that contains a newline is written as it is, so that it reads back as two; \
        with `strict: true` it is an error.
        """,
      parameters: [strict.info],
      encoder: { LineEncoder(separator: UInt8(ascii: "\n"), isStrict: $0[strict]) }
    )
  )

  static let nul = FormatDefinition(
    name: "nul",
    reading: FormatDefinition.Reading(
      gives: .text,
      details: "`nul`: as `lines`, with NUL bytes in place of newlines.",
      decoder: { LineDecoder(.nul, elementLimit: $1) }
    ),
    writing: FormatDefinition.Writing(
      accepts: .any,
      details: """
        `nul`: as `lines`, with NUL bytes in place of newlines; an element that contains a NUL byte is \
        always an error.
        """,
      parameters: [strict.info],
      encoder: { _ in LineEncoder(separator: 0, isStrict: true) }
    )
  )

  static let jsonl = FormatDefinition(
    name: "jsonl",
    reading: FormatDefinition.Reading(
      gives: .json,
      details: """
        `jsonl`: each line is one JSON text, which nobody looks into before a transform does; lines of \
        nothing but white space are skipped, and so is a byte order mark. A file whose first line is \
        nothing but an opening bracket or brace is refused: its values span lines. With \
        `multi_document: true` they may: the values stand one behind the other, with white space or nothing \
        between them, as jq reads them. Each is checked as it is read, and one that takes several lines is \
        written without white space. `on_error` of the source says what becomes of a value that is not JSON; \
        the source goes on behind it, or in the next line where a string is not closed.
        """,
      hasBadRows: { $0[DocumentFormats.multiDocument] },
      parameters: [DocumentFormats.multiDocument.info],
      decoder: { arguments, limit in
        if arguments[DocumentFormats.multiDocument] {
          return DocumentDecoder(.documents, elementLimit: limit)
        }
        return LineDecoder(.jsonl, elementLimit: limit)
      }
    ),
    writing: FormatDefinition.Writing(
      accepts: .any,
      details: "`jsonl`: JSON as it is, on one line; text as a JSON string, which must be UTF-8.",
      encoder: { _ in JSONLinesEncoder() }
    )
  )
}
