internal import SwpipeCore

/// `file.append`: writes a line for each element.
struct FileAppend: Transform {
  static let line = Parameter<Template?>.optional(
    .template("line", "What is written, such as {{ .id }}; the element as it is by default.")
  )

  static let definition = Definition(
    name: "file.append",
    summary: "Writes a line to a file for each element and passes it on",
    details: """
      The file is the resource's. A line end within the line is written as it is. An element that is \
      tried again is written again.
      """,
    parameters: [line.info],
    examples: [
      Example(
        "Elements as they are",
        spec: """
          source: {stdin: {format: jsonl}}
          stages:
            - each: file.append
              on_start: {file: {file: /dev/stdout}}
          sink: discard

          """,
        input: "{\"a\": 1.0}\n",
        output: "{\"a\": 1.0}\n"
      ),
      Example(
        "A part of each, and the elements to nowhere",
        spec: """
          source: {stdin: {format: jsonl}}
          stages:
            - map: {file.append: '{{ .id }}'}
              on_start: {ids: {file: /dev/stdout}}
          sink: discard

          """,
        input: "{\"id\": 7}\n{\"id\": \"x\"}\n",
        output: "7\nx\n"
      ),
      Example(
        "edge: a value that is not there",
        spec: """
          source: {stdin: {format: jsonl}}
          stages:
            - each: {file.append: '{{ .id }}'}
              on_start: {ids: {file: /dev/null}}
          sink: discard

          """,
        input: "{}\n",
        error: ".id is missing or null"
      ),
    ],
    role: .transform(
      TransformRole(
        operators: [.map, .each],
        accepts: .any,
        gives: .same,
        waiting: .blocks,
        cost: .varying,
        resources: [AppendFile.request]
      ) { (arguments, _, context) throws(RunFailure) in
        FileAppend(
          file: try AppendFile.request.find(AppendFile.self, in: context),
          line: try TemplateRenderer.optional(arguments[line], context)
        )
      }
    )
  )

  let file: AppendFile
  let line: TemplateRenderer?

  mutating func apply(_ slice: borrowing Slice, into output: inout BatchBuilder)
    throws(ElementFailure)
  {
    while output.position < slice.range.upperBound, !output.isFull {
      // The line is made where the element will stand, and makes room for it.
      if let line {
        try line.append(slice, output.position, to: &output)
      } else {
        slice.withElement(output.position) { output.append($0) }
      }
      output.append(UInt8(ascii: "\n"))
      try output.withUnfinished { (line) throws(ElementFailure) in try file.append(line) }
      output.rollBack()
      slice.withElement(output.position) { output.append($0) }
      output.endElement()
      output.position += 1
    }
  }
}
