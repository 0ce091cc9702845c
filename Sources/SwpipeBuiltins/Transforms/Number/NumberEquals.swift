internal import SwpipeCore

/// `number.equals`: the numbers that are equal to a value.
enum NumberEquals {
  static let definition = NumberComparison.definition(
    name: "number.equals",
    summary: "Keeps the numbers that are equal to a value",
    .equals,
    examples: [
      .stage(
        "Integers and doubles",
        "filter: {number.equals: 1}",
        input: ["1", "2"],
        output: ["1"]
      ),
      .stage(
        "A double and an integer of the same value",
        "filter: {number.equals: 1}",
        input: ["1.0", "10e-1", "1.5"],
        output: ["1.0", "10e-1"]
      ),
      .stage(
        "edge: what is not a number is an error",
        "filter: {number.equals: 1}",
        input: ["many"],
        error: "\"many\" is not a number"
      ),
    ]
  )
}
