internal import SwpipeCore

/// The JSON line of an element that failed for good: what it was, what went wrong, where.
enum DeadLetter {
  /// Appends one object as an element; `input` for valid UTF-8, else `input_base64`.
  ///
  /// The input is the user's data and stays as it is; secrets are hidden in the error.
  static func append(
    _ element: FailedElement,
    input: InputPlace?,
    time: Int64,
    to output: inout BatchBuilder
  ) {
    output.append(utf8: "{\"stage\":\(JSONText.quoted(element.unit))")
    output.append(utf8: ",\"element_index\":[")
    output.append(utf8: element.index.numbers.map { String($0) }.joined(separator: ","))
    output.append(utf8: "],\"type\":\"\(element.type.rawValue)\",")
    if let text = String(validating: element.bytes, as: UTF8.self) {
      output.append(utf8: "\"input\":\(JSONText.quoted(text))")
    } else {
      output.append(utf8: "\"input_base64\":\"\(Base64.text(of: element.bytes))\"")
    }
    output.append(utf8: ",\"error\":\(JSONText.quoted(Redaction.text(element.message)))")
    output.append(utf8: ",\"kind\":\"\(element.kind.rawValue)\",\"attempts\":\(element.attempts)")
    if let worker = element.worker { output.append(utf8: ",\"worker\":\(worker.index)") }
    output.append(utf8: ",\"place\":\(JSONText.quoted(element.place.description))")
    if let input {
      output.append(utf8: ",\"file\":\(JSONText.quoted(input.file))")
      if let line = input.line { output.append(utf8: ",\"line\":\(line)") }
    }
    append(element.row?.columns, to: &output)
    output.append(utf8: ",\"time\":\(JSONText.quoted(Timestamp.text(time)))}")
    output.endElement()
  }

  /// What `swpipe replay` has to know of a row's columns.
  private static func append(_ columns: BadRow.Columns?, to output: inout BatchBuilder) {
    switch columns {
    case .names(let names):
      let list = names.map { JSONText.quoted($0) }.joined(separator: ",")
      output.append(utf8: ",\"header\":[\(list)]")
    case .count(let count): output.append(utf8: ",\"fields\":\(count)")
    case nil: break
    }
  }
}
