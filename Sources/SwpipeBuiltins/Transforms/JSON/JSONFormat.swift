internal import SwpipeCore
internal import SwpipeJQ

/// `json.format`: the same JSON, laid out in another way.
struct JSONFormat: Transform {
  static let layout = Parameter<String>.choice(
    "layout",
    of: ["compact", "pretty"],
    default: "compact",
    "On one line without blanks, or one value on each line."
  )
  static let indent = Parameter<Int64?>.optional(
    .integer("indent", in: 0...16, "The blanks of each level of a pretty element; otherwise 2.")
  )
  static let sort = Parameter<Bool>.boolean(
    "sort",
    default: false,
    "Puts the keys of every object in the order of their code points."
  )

  static let definition = Definition(
    name: "json.format",
    summary: "Lays JSON out: compact, pretty, with sorted keys",
    details: """
      Numbers keep all their digits and strings their escapes. Pretty and sorted objects have each key once, \
      with the last of its values and without needless escapes; of compact ones only the white space goes. A pretty element has several lines, which `lines` writes as they are and `jsonl` puts on \
      one line again. The whole grammar of the element is checked.
      """,
    parameters: [layout.info, indent.info, sort.info],
    examples: [
      .stage(
        "Compact",
        "map: json.format",
        format: "jsonl",
        input: [#"{ "b" : 1.0, "a" : [ 1, 2 ] }"#],
        output: [#"{"b":1.0,"a":[1,2]}"#]
      ),
      .stage(
        "Pretty",
        "map: {json.format: pretty}",
        format: "jsonl",
        input: [#"{"b":1e2,"a":[1,{}]}"#],
        output: ["{", #"  "b": 1e2,"#, #"  "a": ["#, "    1,", "    {}", "  ]", "}"]
      ),
      .stage(
        "Sorted",
        "map: {json.format: {sort: true}}",
        format: "jsonl",
        input: [#"{"b": 1, "a": {"d": 0, "c": 0}}"#],
        output: [#"{"a":{"c":0,"d":0},"b":1}"#]
      ),
      .stage(
        "edge: blanks in strings, and what is no JSON",
        "map: json.format\non_error: skip",
        format: "jsonl",
        input: [#"[ "a b" ]"#, "{]"],
        output: [#"["a b"]"#]
      ),
    ],
    role: .transform(
      TransformRole(operators: [.map], accepts: .json, gives: .json) {
        (arguments, _, context) throws(RunFailure) in
        let isPretty = arguments[layout] == "pretty"
        let sorts = arguments[sort]
        guard isPretty || sorts else { return JSONFormat(expression: nil, layout: .compact) }
        return JSONFormat(
          expression: try ElementExpression(".", context),
          layout: JQLayout(indent: isPretty ? Int(arguments[indent] ?? 2) : nil, sortsKeys: sorts)
        )
      }
    ),
    check: { arguments in
      guard arguments[indent] != nil, arguments[layout] == "compact" else { return [] }
      return [
        ArgumentProblem(
          parameter: indent.info.name,
          message: "only a pretty element has levels to indent",
          help: "add `layout: pretty`"
        )
      ]
    }
  )

  private let expression: ElementExpression?
  private let layout: JQLayout
  private let index = JSONIndex()

  init(expression: ElementExpression?, layout: JQLayout) {
    self.expression = expression
    self.layout = layout
  }

  mutating func apply(_ slice: borrowing Slice, into output: inout BatchBuilder)
    throws(ElementFailure)
  {
    while output.position < slice.range.upperBound, !output.isFull {
      if let expression {
        try expression.begin(slice, output.position)
        guard try expression.next() != nil else { return }
        try expression.append(to: &output, layout)
      } else {
        try slice.withElement(output.position) { element throws(ElementFailure) in
          try element.withUnsafeBufferPointer { bytes throws(ElementFailure) in
            _ = try index.read(bytes)
          }
          output.append(compacting: element)
        }
      }
      output.endElement()
      output.position += 1
    }
  }
}
