internal import SwpipeCore

/// `take`: the first elements.
struct Take: FilterTransform {
  static let count = Parameter<Int64>.integer("count", in: 0 ... .max, "How many elements.")

  static let definition = Definition(
    name: "take",
    summary: "Keeps the first elements",
    details: """
      What feeds the stage stops once it has its count, also an endless or silent source. Refuses more \
      than one worker, because one must see all elements.
      """,
    parameters: [count.info],
    examples: [
      .stage("The first two", "filter: {take: 2}", input: ["a", "b", "c"], output: ["a", "b"]),
      Example(
        "A source that would not end soon",
        spec: """
          source: {range: 1000000000000}
          stages:
            - filter: {take: 3}

          """,
        output: "0\n1\n2\n"
      ),
      .stage("edge: fewer than the count", "filter: {take: 5}", input: ["a"], output: ["a"]),
      .stage("edge: none", "filter: {take: 0}", input: ["a"], output: []),
    ],
    role: .transform(
      TransformRole(operators: [.filter], accepts: .any, gives: .same, needsOneWorker: true) {
        arguments,
        _,
        _ in
        Take(left: arguments[count])
      }
    )
  )

  /// How many are still to be kept.
  var left: Int64

  var isExhausted: Bool { left == 0 }

  mutating func apply(_ slice: borrowing Slice, into output: inout BatchBuilder) {
    let end = slice.range.upperBound
    let first = Int(min(left, Int64(end - output.position)))
    left -= Int64(first)
    output.decide(true, upTo: output.position + first)
    output.decide(false, upTo: end)
  }

  mutating func isIncluded(_ element: Span<UInt8>) -> Bool {
    guard left > 0 else { return false }
    left -= 1
    return true
  }
}
