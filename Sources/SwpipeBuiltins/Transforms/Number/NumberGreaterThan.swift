internal import SwpipeCore

/// `number.greater_than`: the numbers that are greater than a value.
enum NumberGreaterThan {
  static let definition = NumberComparison.definition(
    name: "number.greater_than",
    summary: "Keeps the numbers that are greater than a value",
    .greaterThan,
    examples: [
      .stage(
        "Integers and doubles",
        "filter: {number.greater_than: 3}",
        input: ["2", "3", "4.5"],
        output: ["4.5"]
      ),
      .stage(
        "An integer past what a double can tell apart",
        "filter: {number.greater_than: 9007199254740992}",
        input: ["9007199254740992", "9007199254740993"],
        output: ["9007199254740993"]
      ),
      .stage(
        "edge: what is not a number is an error",
        "filter: {number.greater_than: 3}",
        input: ["many"],
        error: "\"many\" is not a number"
      ),
    ]
  )
}
