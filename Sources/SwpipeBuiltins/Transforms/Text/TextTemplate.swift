internal import SwpipeCore

/// `text.template`: a text with values of the element in it.
struct TextTemplate: Transform {
  static let template = Parameter<Template>.template(
    "template",
    "The text; {{ .a.b }} is a value of the element, {{ . }} all of it."
  )

  static let definition = Definition(
    name: "text.template",
    summary: "Writes a text with values of the element in it",
    details: """
      Texts come in raw, other values as compact JSON. A null or missing value is that element's error.
      """,
    parameters: [template.info],
    examples: [
      .stage(
        "A line for people",
        "map: {text.template: '{{ .user.name }} owes {{ .amount }} EUR'}",
        format: "jsonl",
        input: [#"{"user": {"name": "Ada"}, "amount": 1.50}"#],
        output: ["Ada owes 1.50 EUR"]
      ),
      .stage(
        "Around a text",
        "map: {text.template: '<li>{{ . }}</li>'}",
        input: ["one", ""],
        output: ["<li>one</li>", "<li></li>"]
      ),
      .stage(
        "edge: a value that is not there",
        "map: {text.template: '{{ .name }}'}",
        format: "jsonl",
        input: [#"{"name": null}"#],
        error: ".name is missing or null"
      ),
    ],
    role: .transform(
      TransformRole(operators: [.map], accepts: .any, gives: .text) {
        (arguments, _, context) throws(RunFailure) in
        TextTemplate(renderer: try TemplateRenderer(arguments[template], context))
      }
    )
  )

  let renderer: TemplateRenderer

  mutating func apply(_ slice: borrowing Slice, into output: inout BatchBuilder)
    throws(ElementFailure)
  {
    while output.position < slice.range.upperBound, !output.isFull {
      try renderer.append(slice, output.position, to: &output)
      output.endElement()
      output.position += 1
    }
  }
}
