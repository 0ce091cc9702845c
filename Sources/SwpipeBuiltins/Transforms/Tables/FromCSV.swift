internal import SwpipeCore

/// `from_csv`: a row of csv as JSON.
struct FromCSV: MapTransform {
  static let columns = Parameter<[String]?>.optional(
    .texts(
      "columns",
      "The keys of the fields, in their order; without them the row becomes an array."
    )
  )
  static let delimiter = Parameter<String>.text(
    "delimiter",
    default: ",",
    "The character between fields."
  )
  static let types = Parameter<String>.choice(
    "types",
    of: ["text", "infer"],
    default: "text",
    "Whether fields are all texts, or numbers, booleans and null where they look so."
  )

  static let definition = Definition(
    name: "from_csv",
    summary: "Reads a text that is one row of csv",
    details: """
      For rows within other data; a source with `format: csv` reads whole files, with their headers. The text \
      must be one row with as many fields as there are `columns`, or it is that element's error.
      """,
    parameters: [columns.info, delimiter.info, types.info],
    examples: [
      .stage(
        "An object",
        "map: {from_csv: {columns: [id, name], types: infer}}",
        input: [#"1.0,"Lovelace, ""Ada""""#],
        output: [#"{"id":1.0,"name":"Lovelace, \"Ada\""}"#]
      ),
      .stage(
        "An array",
        "map: {from_csv: {delimiter: ;}}",
        input: ["a;;1"],
        output: [#"["a","","1"]"#]
      ),
      .stage(
        "edge: another number of fields",
        "map: {from_csv: [a, b]}",
        input: ["1,2,3"],
        error: "the row has 3 fields, but `columns` names 2"
      ),
      .stage(
        "edge: a quote that is not closed",
        "map: from_csv",
        input: [#"a,"b"#],
        error: "the quoted field that begins here never ends"
      ),
    ],
    role: .transform(
      TransformRole(operators: [.map], accepts: .text, gives: .json) {
        (arguments, _, _) throws(RunFailure) in
        try FromCSV(arguments)
      }
    ),
    check: { arguments in
      var problems = CSVDelimiter.problems(arguments[delimiter], delimiter.info.name)
      if let names = arguments[columns] {
        problems += CSVDelimiter.problems(ofColumns: names, columns.info.name)
      }
      return problems
    }
  )

  private let style: TableStyle
  private let header: TableHeader?
  private let infersTypes: Bool
  private let fields = Fields()

  /// Holds the fields of a row, which cannot be copied.
  private final class Fields {
    var names = BatchBuilder()
  }

  private init(_ arguments: Arguments) throws(RunFailure) {
    var style = TableStyle.csv
    style.delimiter = arguments[Self.delimiter].utf8.first ?? UInt8(ascii: ",")
    self.style = style
    infersTypes = arguments[Self.types] == "infer"
    guard let names = arguments[Self.columns] else {
      header = nil
      return
    }
    var options = TableOptions(style)
    options.infersTypes = infersTypes
    options.header = .names(names)
    do throws(ElementFailure) {
      header = try TableHeader(names.map(TableHeader.escaped), options)
    } catch {
      throw RunFailure(.spec, error.message)
    }
  }

  mutating func map(_ element: Span<UInt8>, into output: inout BatchBuilder)
    throws(ElementFailure)
  {
    do throws(TableProblem) {
      let header: TableHeader
      if let known = self.header {
        header = known
      } else {
        // How many fields there are says only the row.
        var reader = TableRowReader(style, at: 0, isLast: true)
        fields.names.begin(source: 0, firstIndex: 0, type: .text)
        _ = try reader.appendNames(element, to: &fields.names)
        header = TableHeader(unnamed: fields.names.count, infersTypes: infersTypes)
      }
      var reader = TableRowReader(style, at: 0, isLast: true)
      _ = try reader.appendRow(element, header, to: &output)
      guard reader.offset == element.count else {
        throw TableProblem("a second row begins", at: reader.offset)
      }
    } catch {
      var message = error.message
      if let header, message.hasSuffix(header.claim) {
        message.removeLast(header.claim.count)
        message += "`columns` names \(header.fieldCount)"
      }
      throw ElementFailure("\(message) at byte \(error.offset + 1) of \(Excerpt.quoted(element))")
    }
  }
}
