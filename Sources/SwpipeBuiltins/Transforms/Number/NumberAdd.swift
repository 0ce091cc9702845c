internal import SwpipeCore

/// `number.add`: plus a value.
enum NumberAdd {
  static let value = Parameter<Number>.number("value", "What is added.")

  static let definition = NumberOperation.definition(
    name: "number.add",
    summary: "Adds a value to a number",
    .add,
    value,
    examples: [
      .stage("One more", "map: {number.add: 1}", input: ["0", "41"], output: ["1", "42"]),
      .stage("Doubles", "map: {number.add: 0.5}", input: ["1", "0.25"], output: ["1.5", "0.75"]),
      .stage(
        "Integers never lose a digit",
        "map: {number.add: -1}",
        input: ["9223372036854775807"],
        output: ["9223372036854775806"]
      ),
      .stage(
        "edge: past 64 bits is an error",
        "map: {number.add: 1}",
        input: ["9223372036854775807"],
        error: "does not fit in a 64-bit integer"
      ),
    ]
  )
}
