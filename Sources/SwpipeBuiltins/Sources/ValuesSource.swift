internal import SwpipeCore

/// The source `values`: what stands in the spec.
final class ValuesSource: Source {
  static let values = Parameter<[Value]>.values("values", "The elements, in their order.")

  private let values: [Value]
  private let type: ElementType
  private let readiness: any Readiness
  private var next = 0

  init(_ values: [Value], readiness: any Readiness) {
    self.values = values
    self.readiness = readiness
    type = ValuesSource.type(of: values)
  }

  func read(into output: inout BatchBuilder) -> SourceState {
    let end = min(next + 4096, values.count)
    guard next < end else { return .end }
    guard !readiness.isStopped else { return .stopped }
    while next < end, !output.isFull {
      if type == .text, case .text(let text) = values[next] {
        output.append(utf8: text)
      } else {
        output.append(json: values[next])
      }
      output.endElement()
      next += 1
    }
    return next == values.count ? .end : .more
  }

  func close() {}

  /// Text where all are strings, JSON otherwise.
  private static func type(of values: [Value]) -> ElementType {
    let areTexts = values.allSatisfy { value in
      if case .text = value { true } else { false }
    }
    return areTexts ? .text : .json
  }

  static let definition = Definition(
    name: "values",
    summary: "Gives the values that the spec lists",
    details: """
      The elements are text where all values are strings, and JSON otherwise: then a string among them \
      is a JSON string.
      """,
    parameters: [values.info],
    examples: [
      Example(
        "texts",
        spec: """
          source: {values: [one, two words]}
          stages:
            - map: identity

          """,
        output: "one\ntwo words\n"
      ),
      Example(
        "JSON of all kinds",
        spec: """
          source:
            values:
              - 1
              - 2.5
              - {name: Ada, tags: [a, b]}
              - null
          stages:
            - map: identity

          """,
        output: """
          1
          2.5
          {"name":"Ada","tags":["a","b"]}
          null

          """
      ),
      Example(
        "edge: one number makes all of them JSON",
        spec: """
          source: {values: [1, one]}
          stages:
            - map: identity
          sink: {stdout: {format: jsonl}}

          """,
        output: "1\n\"one\"\n"
      ),
      Example(
        "edge: no values at all",
        spec: """
          source: {values: []}
          stages:
            - map: identity

          """
      ),
    ],
    role: .source(
      SourceRole(
        jsonNote: "put each of the values in quotes",
        gives: { type(of: $0[values]) },
        make: { arguments, context in
          ValuesSource(arguments[values], readiness: context.readiness)
        }
      )
    ),
    check: { arguments in
      arguments[values].allSatisfy(\.isJSON)
        ? []
        : [
          ArgumentProblem(
            parameter: values.info.name,
            message: "JSON has no infinity and no not-a-number",
            help: "write it as a string, in quotes"
          )
        ]
    }
  )
}
