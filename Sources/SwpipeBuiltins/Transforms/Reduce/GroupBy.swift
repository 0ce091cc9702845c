internal import SwpipeCore

/// `group_by` and `count_by`: one element for each key.
enum GroupBy {
  static let by = Parameter<String>.expression(
    "by",
    "The key of an element: an expression in jq's language. Null and a field that is not there are one key."
  )
  static let count = Parameter<Bool>.boolean(
    "count",
    default: false,
    "The number of elements; also where nothing else is asked for."
  )

  /// The results that take an expression, in the order in which they stand in an element.
  private static let results: [(name: String, aggregate: Aggregate, help: String)] = [
    ("sum", .sum, "The sum of a value."),
    ("min", .min, "The least value."),
    ("max", .max, "The largest value."),
    ("mean", .mean, "The mean of a value."),
    ("stdev", .stdev, "The standard deviation of a value."),
    ("first", .first, "The value of the first element, by the elements' index."),
    ("last", .last, "The value of the last element."),
    ("collect", .collect, "All values, as an array in the order of the elements' index."),
  ]

  private static let parameters = results.map { result in
    Parameter<String?>.optional(
      .expression(result.name, result.help + " An expression in jq's language.")
    )
  }

  private static let order = """
    The elements that come out are in the order of their keys, which is jq's: null, booleans, numbers, \
    strings, arrays, objects. Numbers that are equal, such as 1 and 1.0, are one key, which is written in its \
    shortest form. What does not fit in memory goes to disk.
    """

  static let definition = ReduceDefinition.make(
    "group_by",
    "Computes values for each group of elements with the same key",
    details: """
      Gives `{"key": …, "count": …, "sum": …}`, with what was asked for. A sum and what else computes with \
      numbers passes over null, as the transforms of the same name do.

      \(order)
      """,
    parameters: [by.info, count.info] + parameters.map(\.info),
    gives: .json,
    examples: [
      .stage(
        "Sales by country",
        "reduce: {group_by: {by: .country, count: true, sum: .amount}}",
        format: "jsonl",
        input: [
          #"{"country": "NL", "amount": 10}"#, #"{"country": "DE", "amount": 2.5}"#,
          #"{"country": "NL", "amount": 5}"#,
        ],
        output: [
          #"{"key":"DE","count":1,"sum":2.5}"#, #"{"key":"NL","count":2,"sum":15}"#,
        ]
      ),
      .stage(
        "By two fields",
        "reduce: {group_by: {by: '[.a, .b]', max: .n}}",
        format: "jsonl",
        input: [#"{"a": 1, "b": "x", "n": 3}"#, #"{"a": 1, "b": "x", "n": 7}"#],
        output: [#"{"key":[1,"x"],"max":7}"#]
      ),
      .stage(
        "edge: null, nothing and equal numbers",
        "reduce: {group_by: .k}",
        format: "jsonl",
        input: [#"{"k": 1.0}"#, #"{"k": null}"#, "{}", #"{"k": 1}"#],
        output: [#"{"key":null,"count":2}"#, #"{"key":1,"count":2}"#]
      ),
    ],
    isJQFunction: true
  ) { arguments, context throws(RunFailure) in
    let key = try ElementValue(arguments[by], context)
    var columns: [Column] = []
    for (result, parameter) in zip(results, parameters) {
      guard let text = arguments[parameter] else { continue }
      let value = try ElementValue(text, context)
      columns.append(Column(name: result.name, aggregate: result.aggregate, value: value))
    }
    if arguments[count] || columns.isEmpty {
      columns.insert(Column(name: "count", aggregate: .count, value: nil), at: 0)
    }
    return GroupReduction(by: key, columns, .object(key: "key"), gives: .json, context)
  }

  static let counting = ReduceDefinition.make(
    "count_by",
    "Counts the elements of each key",
    details: """
      Gives `{"key": …, "count": …}`.

      \(order)
      """,
    parameters: [by.info],
    gives: .json,
    examples: [
      Example(
        "Words",
        spec: """
          stages:
            - flat_map: text.words
            - reduce: {count_by: .}

          """,
        input: "to be or\nnot to be\n",
        output: """
          {"key":"be","count":2}
          {"key":"not","count":1}
          {"key":"or","count":1}
          {"key":"to","count":2}

          """
      ),
      .stage(
        "A field",
        "reduce: {count_by: .status}",
        format: "jsonl",
        input: [#"{"status": 200}"#, #"{"status": 404}"#, #"{"status": 200}"#],
        output: [#"{"key":200,"count":2}"#, #"{"key":404,"count":1}"#]
      ),
      .stage("edge: no elements", "reduce: {count_by: .}", input: [], output: []),
    ]
  ) { arguments, context throws(RunFailure) in
    GroupReduction(
      by: try ElementValue(arguments[by], context),
      [Column(name: "count", aggregate: .count, value: nil)],
      .object(key: "key"),
      gives: .json,
      context
    )
  }
}
