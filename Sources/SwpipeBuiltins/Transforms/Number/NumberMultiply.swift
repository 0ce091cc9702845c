internal import SwpipeCore

/// `number.multiply`: times a value.
enum NumberMultiply {
  static let value = Parameter<Number>.number("value", "What is multiplied with.")

  static let definition = NumberOperation.definition(
    name: "number.multiply",
    summary: "Multiplies a number with a value",
    .multiply,
    value,
    examples: [
      .stage(
        "Times ten",
        "map: {number.multiply: 10}",
        input: ["4", "-1"],
        output: ["40", "-10"]
      ),
      .stage("A tax", "map: {number.multiply: 1.2}", input: ["10", "2.5"], output: ["12", "3"]),
      .stage(
        "edge: what is not a JSON number is an error",
        "map: {number.multiply: 2}",
        input: ["007"],
        error: "\"007\" is not a number"
      ),
    ]
  )
}
