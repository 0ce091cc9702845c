internal import SwpipeCore

/// `counter.add`: counts what comes by.
struct CounterAdd: Transform {
  static let by = Parameter<Template>.template(
    "by",
    default: Template(parts: [.literal("1")]),
    "How much is added for each element: a whole number, or {{ .bytes }} from it."
  )
  static let into = JSONTarget.parameter("the sum")

  static let definition = Definition(
    name: "counter.add",
    summary: "Adds to a counter and passes the element on",
    details: """
      With `into` the element gets the sum, so that a counter with `scope: run` numbers the elements of \
      all workers, each number once. An element that is tried again counts again.
      """,
    parameters: [by.info, into.info],
    examples: [
      Example(
        "A number for each element",
        spec: """
          source: {values: [{n: a}, {n: b}]}
          stages:
            - map: {counter.add: {into: .id}}
              on_start: {ids: {counter: {}}}
          sink: {stdout: {format: jsonl}}

          """,
        output: "{\"n\":\"a\",\"id\":1}\n{\"n\":\"b\",\"id\":2}\n"
      ),
      Example(
        "A sum over the elements, told at the end",
        spec: """
          source: {stdin: {format: jsonl}}
          stages:
            - each: {counter.add: '{{ .bytes }}'}
              on_start: {bytes: {counter: {}}}
              on_done: [{log: '{{ $bytes }} bytes'}]
          sink: discard

          """,
        input: "{\"bytes\": 20}\n{\"bytes\": 22}\n"
      ),
      Example(
        "edge: what is no whole number",
        spec: """
          source: {stdin: {format: jsonl}}
          stages:
            - map: {counter.add: '{{ .bytes }}'}
              on_start: {bytes: {counter: {}}}

          """,
        input: "{\"bytes\": 1.5}\n",
        error: "`by` is \"1.5\", which is no whole number"
      ),
    ],
    role: .transform(
      TransformRole(
        operators: [.map, .each],
        accepts: .any,
        gives: .same,
        resources: [Counter.request]
      ) { (arguments, _, context) throws(RunFailure) in
        CounterAdd(
          counter: try Counter.request.find(Counter.self, in: context),
          constant: TemplateRenderer.constant(arguments[by]).flatMap { Int64($0) },
          by: try TemplateRenderer(arguments[by], context),
          target: try JSONTarget.target(arguments[into])
        )
      }
    ),
    check: problems
  )

  let counter: Counter
  let constant: Int64?
  let by: TemplateRenderer
  let target: JSONTarget?

  mutating func apply(_ slice: borrowing Slice, into output: inout BatchBuilder)
    throws(ElementFailure)
  {
    while output.position < slice.range.upperBound, !output.isFull {
      guard let sum = counter.add(try difference(slice, output.position, &output)) else {
        throw ElementFailure("the counter does not fit in 64 bits")
      }
      let type = slice.type
      try slice.withElement(output.position) { (element) throws(ElementFailure) in
        guard let target else { return output.append(element) }
        try target.append(element, of: type, to: &output) { (output) throws(ElementFailure) in
          output.append(integer: sum)
        }
      }
      output.endElement()
      output.position += 1
    }
  }

  private func difference(
    _ slice: borrowing Slice,
    _ position: Int,
    _ output: inout BatchBuilder
  ) throws(ElementFailure) -> Int64 {
    if let constant { return constant }
    // The number is written where the element will stand, and makes room for it.
    try by.append(slice, position, to: &output)
    let text = output.withUnfinished { TemplateRenderer.string($0) }
    output.rollBack()
    guard let number = Int64(text) else {
      throw ElementFailure("`by` is \(JSONText.quoted(text)), which is no whole number")
    }
    return number
  }

  private static func problems(_ arguments: Arguments) -> [ArgumentProblem] {
    var problems = JSONTarget.problems(arguments[into])
    if let text = TemplateRenderer.constant(arguments[by]), Int64(text) == nil {
      problems.append(
        ArgumentProblem(
          parameter: by.info.name,
          message: "`by` is a whole number, or a template that gives one"
        )
      )
    }
    return problems
  }
}
