internal import SwpipeCore

/// `to_csv`: an object or an array as one row of csv.
struct ToCSV: MapTransform {
  static let columns = Parameter<[String]?>.optional(
    .texts("columns", "The keys of objects whose values are the fields, in this order.")
  )
  static let delimiter = Parameter<String>.text(
    "delimiter",
    default: ",",
    "The character between fields."
  )

  static let definition = Definition(
    name: "to_csv",
    summary: "Writes an object or an array as one row of csv",
    details: """
      The row has no line end; a sink with `format: csv` writes whole files, with a header. Of an object the \
      fields are the `columns`, where a missing or null one is empty, or all values in their order; a key that \
      is no column is dropped. Texts come in raw and in quotes where they need them, other values as compact \
      JSON. A text with a line break makes a row of several lines.
      """,
    parameters: [columns.info, delimiter.info],
    examples: [
      .stage(
        "Some members",
        "map: {to_csv: [id, name]}",
        format: "jsonl",
        input: [#"{"name": "Lovelace, Ada", "id": 1.0, "x": []}"#, #"{"id": 2}"#],
        output: [#"1.0,"Lovelace, Ada""#, "2,"]
      ),
      .stage(
        "An array, and another delimiter",
        "map: {to_csv: {delimiter: ;}}",
        format: "jsonl",
        input: [#"["a", null, "b;\"c\"", {"d": 1}]"#],
        output: [#"a;;"b;""c""";"{""d"":1}""#]
      ),
      .stage(
        "edge: neither",
        "map: to_csv",
        format: "jsonl",
        input: ["7"],
        error: #""7" is neither an object nor an array"#
      ),
    ],
    role: .transform(
      TransformRole(operators: [.map], accepts: .json, gives: .text) { arguments, _, _ in
        ToCSV(columns: arguments[columns], delimiter: arguments[delimiter])
      }
    ),
    check: { arguments in
      CSVDelimiter.problems(arguments[delimiter], delimiter.info.name)
        + (arguments[columns].map { CSVDelimiter.problems(ofColumns: $0, columns.info.name) } ?? [])
        + problems(ofPaths: arguments[columns] ?? [])
    }
  )

  /// What is wrong with columns that are written as paths, of which no object would have the key.
  private static func problems(ofPaths names: [String]) -> [ArgumentProblem] {
    guard let path = names.first(where: { $0.hasPrefix(".") }) else { return [] }
    let key = String(path.dropFirst())
    let isPlain = !key.isEmpty && key.utf8.allSatisfy { !".[]\"".utf8.contains($0) }
    return [
      ArgumentProblem(
        parameter: columns.info.name,
        message: "`\(path)` is a path, and `columns` are keys of the object",
        help: isPlain ? "write `\(key)`" : "put the value in reach with `jq` before this stage"
      )
    ]
  }

  private let delimiter: UInt8
  private let picked: JSONPathTree?
  private let writer: FieldWriter
  private let index = JSONIndex()
  /// By column: the node of its value, 0 for none.
  private var values: [Int] = []

  /// Holds the writer, which cannot be copied.
  private final class FieldWriter {
    var fields: TableFieldWriter

    init(_ style: TableStyle) {
      fields = TableFieldWriter(style)
    }
  }

  private init(columns: [String]?, delimiter: String) {
    self.delimiter = delimiter.utf8.first ?? UInt8(ascii: ",")
    var style = TableStyle.csv
    style.delimiter = self.delimiter
    writer = FieldWriter(style)
    picked = columns.map { names in
      JSONPathTree(names.map { JSONPathText(steps: [.name(Array($0.utf8))]) })
    }
    values = Array(repeating: 0, count: columns?.count ?? 0)
  }

  mutating func map(_ element: Span<UInt8>, into output: inout BatchBuilder)
    throws(ElementFailure)
  {
    try element.withUnsafeBufferPointer { bytes throws(ElementFailure) in
      let document = try index.read(bytes)
      if document.isObject(0), let picked {
        locate(picked, document)
        for (column, value) in values.enumerated() {
          if column > 0 { output.append(delimiter) }
          if value > 0 { try append(value, document, &output) }
        }
        return
      }
      let isObject = document.isObject(0)
      guard isObject || (document.isArray(0) && picked == nil) else {
        throw ElementFailure(
          picked == nil
            ? "\(document.excerpt(0)) is neither an object nor an array"
            : "\(document.excerpt(0)) is no object, and `columns` are keys"
        )
      }
      var node = 1
      let end = document.next(0)
      while node < end {
        if node > 1 { output.append(delimiter) }
        let value = isObject ? node + 1 : node
        try append(value, document, &output)
        node = document.next(value)
      }
    }
  }

  private mutating func locate(_ tree: JSONPathTree, _ document: JSONDocument) {
    for column in values.indices { values[column] = 0 }
    var key = 1
    let end = document.next(0)
    while key < end {
      if let child = tree.child(0, key, in: document), let column = tree.steps[child].end {
        values[column] = key + 1
      }
      key = document.next(key + 1)
    }
  }

  private func append(_ value: Int, _ document: JSONDocument, _ output: inout BatchBuilder)
    throws(ElementFailure)
  {
    do throws(ElementFailure) {
      let element = document.bytes(0..<document.count).span
      try writer.fields.append(element, at: document.range(value), to: &output)
    } catch {
      throw ElementFailure("the value \(document.excerpt(value)) \(error.message)")
    }
  }
}
