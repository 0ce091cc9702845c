internal import SwpipeCore

/// `number.at_least`: the numbers that are at least a value.
enum NumberAtLeast {
  static let definition = NumberComparison.definition(
    name: "number.at_least",
    summary: "Keeps the numbers that are at least a value",
    .atLeast,
    examples: [
      .stage(
        "Integers and doubles",
        "filter: {number.at_least: 3}",
        input: ["2", "3", "4"],
        output: ["3", "4"]
      ),
      .stage(
        "A double and an integer of the same value",
        "filter: {number.at_least: 3}",
        input: ["3.0", "2.999"],
        output: ["3.0"]
      ),
      .stage(
        "edge: what is not a number is an error",
        "filter: {number.at_least: 3}",
        input: ["many"],
        error: "\"many\" is not a number"
      ),
    ]
  )
}
