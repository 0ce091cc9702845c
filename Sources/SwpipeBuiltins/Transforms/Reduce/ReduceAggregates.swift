internal import SwpipeCore

/// The transforms of reduce that compute one value of all elements.
enum ReduceAggregates {
  static let definitions = [count, sum, min, max, mean, stdev, first, last, collect, joinLines]

  private static let numbers = """
    A value of null, and a field that is not there, is passed over; any other value that is not a number \
    is that element's error. Of a text element its text counts, if it is a JSON number.
    """

  private static func aggregate(
    _ name: String,
    _ aggregate: Aggregate,
    _ summary: String,
    _ details: String,
    isJQFunction: Bool = false,
    _ examples: @escaping @Sendable @autoclosure () -> [Example]
  ) -> Definition {
    ReduceDefinition.make(
      name,
      summary,
      details: details,
      parameters: [ReduceDefinition.value.info],
      gives: .json,
      examples: examples(),
      isJQFunction: isJQFunction
    ) { arguments, context throws(RunFailure) in
      let value = try ReduceDefinition.expression(ReduceDefinition.value, arguments, context)
      return GroupReduction(
        by: nil,
        [Column(name: name, aggregate: aggregate, value: value)],
        .value,
        gives: .json,
        context
      )
    }
  }

  static let count = ReduceDefinition.make(
    "count",
    "Counts the elements",
    details: "",
    parameters: [],
    gives: .json,
    examples: [
      .stage("How many", "reduce: count", input: ["a", "b", "c"], output: ["3"]),
      Example(
        "How many are left",
        spec: """
          source: {range: 10}
          stages:
            - filter: {number.at_least: 7}
            - reduce: count

          """,
        output: "3\n"
      ),
      .stage("edge: no elements", "reduce: count", input: [], output: ["0"]),
    ]
  ) { _, context in
    GroupReduction(
      by: nil,
      [Column(name: "count", aggregate: .count, value: nil)],
      .value,
      gives: .json,
      context
    )
  }

  static let sum = aggregate(
    "sum",
    .sum,
    "Adds up numbers",
    """
    \(numbers)

    The sum is exact and rounded once, at the end, so that it does not depend on the order of the elements \
    nor on the number of workers. Whole numbers give a whole number; past 64 bits it is a double. The sum \
    of nothing is 0.
    """,
    [
      .stage(
        "Of a field",
        "reduce: {sum: .amount}",
        format: "jsonl",
        input: [#"{"amount": 1.5}"#, #"{"amount": 2}"#, "{}"],
        output: ["3.5"]
      ),
      .stage(
        "Of lines",
        "reduce: sum",
        input: ["1", "-7", "9007199254740993"],
        output: ["9007199254740987"]
      ),
      .stage(
        "edge: nothing is lost between large numbers",
        "reduce: sum",
        input: ["1e16", "1", "-1e16"],
        output: ["1"]
      ),
      .stage(
        "edge: what is no number",
        "reduce: {sum: .n}",
        format: "jsonl",
        input: [#"{"n": "12"}"#],
        error: "which is no number: it is a string"
      ),
    ]
  )

  static let min = aggregate(
    "min",
    .min,
    "Gives the least number",
    """
    \(numbers) The number is given as it was written. Of no numbers at all it is null.

    `bottom` gives the element that has it.
    """,
    isJQFunction: true,
    [
      .stage(
        "Of a field",
        "reduce: {min: .t}",
        format: "jsonl",
        input: [#"{"t": 21.50}"#, #"{"t": 30}"#],
        output: ["21.50"]
      ),
      .stage("Of lines", "reduce: min", input: ["3", "-1e3", "0"], output: ["-1e3"]),
      .stage(
        "edge: no numbers",
        "reduce: {min: .t}",
        format: "jsonl",
        input: ["{}"],
        output: ["null"]
      ),
    ]
  )

  static let max = aggregate(
    "max",
    .max,
    "Gives the largest number",
    """
    \(numbers) The number is given as it was written. Of no numbers at all it is null.

    `top` gives the element that has it.
    """,
    isJQFunction: true,
    [
      .stage(
        "Of a field",
        "reduce: {max: .t}",
        format: "jsonl",
        input: [#"{"t": 21.5}"#, #"{"t": null}"#],
        output: ["21.5"]
      ),
      .stage("Of lines", "reduce: max", input: ["3", "20", "100"], output: ["100"]),
      .stage(
        "edge: long numbers keep their digits",
        "reduce: max",
        input: ["1234567890123456788", "1234567890123456789"],
        output: ["1234567890123456789"]
      ),
    ]
  )

  static let mean = aggregate(
    "mean",
    .mean,
    "Gives the arithmetic mean of numbers",
    "\(numbers) The mean of nothing is null.",
    [
      .stage(
        "Of a field",
        "reduce: {mean: .ms}",
        format: "jsonl",
        input: [#"{"ms": 10}"#, #"{"ms": 15}"#],
        output: ["12.5"]
      ),
      .stage("Of lines", "reduce: mean", input: ["1", "2", "6"], output: ["3"]),
      .stage("edge: nothing", "reduce: mean", input: [], output: ["null"]),
    ]
  )

  static let stdev = aggregate(
    "stdev",
    .stdev,
    "Gives the standard deviation of numbers",
    """
    \(numbers) It is that of a sample: the divisor is one less than the number of numbers, so of fewer than \
    two it is null. It is computed of exact sums, so that a large mean takes no digits from it.
    """,
    [
      .stage(
        "Of lines",
        "reduce: stdev",
        input: ["2", "4", "4", "4", "5", "5", "7", "9"],
        output: ["2.138089935299395"]
      ),
      .stage(
        "edge: a large mean",
        "reduce: {stdev: .v}",
        format: "jsonl",
        input: [#"{"v": 1000000000004}"#, #"{"v": 1000000000007}"#, #"{"v": 1000000000010}"#],
        output: ["3"]
      ),
      .stage("edge: one number", "reduce: stdev", input: ["5"], output: ["null"]),
    ]
  )

  private static func chosen(
    _ name: String,
    _ aggregate: Aggregate,
    _ examples: @escaping @Sendable @autoclosure () -> [Example]
  ) -> Definition {
    ReduceDefinition.make(
      name,
      "Gives the \(name) element",
      details: """
        The order is that of the elements' index in their source, whatever workers did meanwhile; of several \
        sources the one that was named first comes first where the index is the same. No elements give none.
        """,
      parameters: [],
      gives: .same,
      examples: examples(),
      isJQFunction: true
    ) { _, context in
      GroupReduction(
        by: nil,
        [Column(name: name, aggregate: aggregate, value: nil)],
        .value,
        gives: nil,
        context
      )
    }
  }

  static let first = chosen(
    "first",
    .first,
    [
      .stage("One of three", "reduce: first", input: ["a", "b", "c"], output: ["a"]),
      .stage(
        "JSON stays as it is",
        "reduce: first",
        format: "jsonl",
        input: [#"{"a": 1.0}"#, "2"],
        output: [#"{"a": 1.0}"#]
      ),
      .stage("edge: nothing", "reduce: first", input: [], output: []),
    ]
  )

  static let last = chosen(
    "last",
    .last,
    [
      .stage("One of three", "reduce: last", input: ["a", "b", "c"], output: ["c"]),
      Example(
        "Behind several workers",
        spec: """
          source: {range: 1000}
          stages:
            - map: {number.add: 1}
              kind: thread
              workers: 4
            - reduce: last

          """,
        output: "1000\n"
      ),
      .stage("edge: nothing", "reduce: last", input: [], output: []),
    ]
  )

  static let collect = aggregate(
    "collect",
    .collect,
    "Gives all values as one array",
    """
    The values are in the order of the elements' index. The array is one element, so all of it is in \
    memory.
    """,
    [
      .stage("Lines", "reduce: collect", input: ["b", "a"], output: [#"["b","a"]"#]),
      .stage(
        "A field",
        "reduce: {collect: .id}",
        format: "jsonl",
        input: [#"{"id": 1}"#, "{}"],
        output: ["[1,null]"]
      ),
      .stage("edge: nothing", "reduce: collect", input: [], output: ["[]"]),
    ]
  )

  static let separator = Parameter<String>.text(
    "separator",
    default: "\n",
    "What stands between two elements."
  )

  static let joinLines = ReduceDefinition.make(
    "join_lines",
    "Joins all elements to one text",
    details: """
      The elements are in the order of their index; the text is one element, so all of it is in memory. An \
      element of JSON that is a string is joined as its text, any other as its JSON.
      """,
    parameters: [separator.info, ReduceDefinition.value.info],
    gives: .text,
    examples: [
      .stage("A list", "reduce: {join_lines: ', '}", input: ["a", "b"], output: ["a, b"]),
      .stage(
        "A field",
        "reduce: {join_lines: {separator: '-', value: .v}}",
        format: "jsonl",
        input: [#"{"v": "x"}"#, #"{"v": 1}"#],
        output: ["x-1"]
      ),
      .stage("edge: nothing", "reduce: join_lines", input: [], output: [""]),
    ]
  ) { arguments, context throws(RunFailure) in
    let value = try ReduceDefinition.expression(ReduceDefinition.value, arguments, context)
    return GroupReduction(
      by: nil,
      [Column(name: "join_lines", aggregate: .join(arguments[separator]), value: value)],
      .value,
      gives: .text,
      context
    )
  }
}
