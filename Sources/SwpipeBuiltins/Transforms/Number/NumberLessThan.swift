internal import SwpipeCore

/// `number.less_than`: the numbers that are less than a value.
enum NumberLessThan {
  static let definition = NumberComparison.definition(
    name: "number.less_than",
    summary: "Keeps the numbers that are less than a value",
    .lessThan,
    examples: [
      .stage(
        "Integers and doubles",
        "filter: {number.less_than: 0}",
        input: ["-1", "0", "1"],
        output: ["-1"]
      ),
      .stage(
        "A negative zero is no less than zero",
        "filter: {number.less_than: 0}",
        input: ["-0", "-1e-300"],
        output: ["-1e-300"]
      ),
      .stage(
        "edge: what is not a number is an error",
        "filter: {number.less_than: 0}",
        input: ["many"],
        error: "\"many\" is not a number"
      ),
    ]
  )
}
