internal import SwpipeCore

/// `skip`: all but the first elements.
struct Skip: FilterTransform {
  static let count = Parameter<Int64>.integer("count", in: 0 ... .max, "How many elements.")

  static let definition = Definition(
    name: "skip",
    summary: "Drops the first elements",
    details: """
      Refuses more than one worker, because one must see all elements.
      """,
    parameters: [count.info],
    examples: [
      .stage("A header", "filter: {skip: 1}", input: ["name", "a", "b"], output: ["a", "b"]),
      .stage(
        "The first one alone",
        "filter: skip\nwith: {count: 1, invert: true}",
        input: ["a", "b"],
        output: ["a"]
      ),
      .stage("edge: more than there are", "filter: {skip: 9}", input: ["a", "b"], output: []),
    ],
    role: .transform(
      TransformRole(operators: [.filter], accepts: .any, gives: .same, needsOneWorker: true) {
        arguments,
        _,
        _ in
        Skip(left: arguments[count])
      }
    )
  )

  /// How many are still to be dropped.
  var left: Int64

  mutating func apply(_ slice: borrowing Slice, into output: inout BatchBuilder) {
    let end = slice.range.upperBound
    let first = Int(min(left, Int64(end - output.position)))
    left -= Int64(first)
    output.decide(false, upTo: output.position + first)
    output.decide(true, upTo: end)
  }

  mutating func isIncluded(_ element: Span<UInt8>) -> Bool {
    guard left > 0 else { return true }
    left -= 1
    return false
  }
}
