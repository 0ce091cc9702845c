internal import SwpipeCore

/// The format whose elements are found by JSON's own brackets: `json`.
enum DocumentFormats {
  static let multiDocument = Parameter<Bool>.boolean(
    "multi_document",
    default: false,
    "Takes values of jsonl that span lines, or that several of stand in one, as jq does."
  )

  static let json = FormatDefinition(
    name: "json",
    reading: FormatDefinition.Reading(
      gives: .json,
      details: """
        `json`: one JSON document. The elements of an array are read one by one, so that it may be larger \
        than the memory; another document is one element. Each element is checked as it is read, and one \
        that takes several lines is written without white space. `on_error` of the source says what becomes \
        of an element that is not JSON. An array that is not closed, text behind the document and an input \
        without one end the run.
        """,
      hasBadRows: { _ in true },
      decoder: { DocumentDecoder(.document, elementLimit: $1) }
    ),
    writing: nil
  )
}
