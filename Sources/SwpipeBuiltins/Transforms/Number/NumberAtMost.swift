internal import SwpipeCore

/// `number.at_most`: the numbers that are at most a value.
enum NumberAtMost {
  static let definition = NumberComparison.definition(
    name: "number.at_most",
    summary: "Keeps the numbers that are at most a value",
    .atMost,
    examples: [
      .stage(
        "Integers and doubles",
        "filter: {number.at_most: 3}",
        input: ["2", "3", "4"],
        output: ["2", "3"]
      ),
      .stage(
        "Beyond what an integer holds",
        "filter: {number.at_most: 1e20}",
        input: ["1e19", "1e21"],
        output: ["1e19"]
      ),
      .stage(
        "edge: what is not a number is an error",
        "filter: {number.at_most: 3}",
        input: ["many"],
        error: "\"many\" is not a number"
      ),
    ]
  )
}
