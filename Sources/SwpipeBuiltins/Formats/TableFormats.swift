internal import SwpipeCore

/// The formats of rows and columns: `csv` and `tsv`.
enum TableFormats {
  static let csv = FormatDefinition(
    name: TableStyle.Name.csv.rawValue,
    reading: FormatDefinition.Reading(
      gives: .json,
      details: """
        `csv`: rows as RFC 4180 has them, below a header; lines may end in LF alone, too. Each row becomes \
        a JSON object whose values are strings. A quoted field may hold commas, line breaks and doubled \
        quotes; a quote within a field that does not begin with one is an ordinary character; blanks \
        belong to the field. Empty lines are skipped. A row with too few or too many fields is an error, \
        and so are text behind a closing quote, invalid UTF-8 and a carriage return alone outside of quotes: \
        `on_error` of the source says what becomes of such a row. A header that seems to have another \
        delimiter is an error, too, unless the spec names one, and ends the run.

        With `header: [id, name]` the first row is one of data, and these are the columns' names; with \
        `header: none` it is, too, and each row becomes an array. `columns` gives some columns only, in \
        its order. With `types: infer` an unquoted field becomes a number where it is written as JSON \
        writes one (`007` and `+1` are not), a boolean where it is `true` or `false`, and null where it \
        is empty.
        """,
      hasBadRows: { _ in true },
      parameters: TableParameters.reading,
      check: { TableParameters.readingOptions($0, .csv).problems },
      decoder: { arguments, limit in
        TableDecoder(TableParameters.readingOptions(arguments, .csv).options, elementLimit: limit)
      }
    ),
    writing: FormatDefinition.Writing(
      accepts: .json,
      details: """
        `csv`: JSON objects as rows of RFC 4180 below a header, but with lines that end in LF. The columns \
        are the keys of the first element, and a later key without a column is an error; or they are \
        `columns`, which drops all other keys (`strict: true` makes them an error). A missing key and null \
        give an empty field, a string is written without its JSON quotes and other values as compact JSON. \
        A field is quoted where it must be. With `header: none` there is no header, and arrays are rows, \
        too. A file that is appended to keeps its header, which says what the columns are. What a source with the same arguments would not read back as the same row is an error, such \
        as a string that is not UTF-8.
        """,
      parameters: TableParameters.writing,
      check: { TableParameters.writingOptions($0, .csv).problems },
      encoder: { TableEncoder(TableParameters.writingOptions($0, .csv).options) },
      appender: { (arguments, path) throws(RunFailure) in
        try TableEncoder(TableParameters.writingOptions(arguments, .csv).options, behind: path)
      }
    )
  )

  static let tsv = FormatDefinition(
    name: TableStyle.Name.tsv.rawValue,
    reading: FormatDefinition.Reading(
      gives: .json,
      details: """
        `tsv`: as `csv`, with tabs and without quotes; `\\t`, `\\n`, `\\r` and `\\\\` stand for a tab, a \
        newline, a carriage return and a backslash. Where there is one column, an empty line is a row. \
        With `quote` it has quotes in place of these escapes.
        """,
      hasBadRows: { _ in true },
      parameters: TableParameters.reading,
      check: { TableParameters.readingOptions($0, .tsv).problems },
      decoder: { arguments, limit in
        TableDecoder(TableParameters.readingOptions(arguments, .tsv).options, elementLimit: limit)
      }
    ),
    writing: FormatDefinition.Writing(
      accepts: .json,
      details: """
        `tsv`: as `csv`, with tabs; `\\t`, `\\n`, `\\r` and `\\\\` stand for a tab, a newline, a carriage \
        return and a backslash.
        """,
      parameters: TableParameters.writing,
      check: { TableParameters.writingOptions($0, .tsv).problems },
      encoder: { TableEncoder(TableParameters.writingOptions($0, .tsv).options) },
      appender: { (arguments, path) throws(RunFailure) in
        try TableEncoder(TableParameters.writingOptions(arguments, .tsv).options, behind: path)
      }
    )
  )
}
