internal import SwpipeCore

/// `sample`: a random part of the elements.
struct Sample: FilterTransform {
  static let rate = Parameter<Number>.number("rate", in: 0...1, "The part that is kept, 0 to 1.")
  static let seed = Parameter<Int64>.integer("seed", default: 0, "Another seed, another sample.")

  static let definition = Definition(
    name: "sample",
    summary: "Keeps a random part of the elements",
    details: """
      Whether an element is kept follows from the seed and its element_index alone: the same input \
      and seed give the same sample, with any number of workers, and a sample at a lower rate is a \
      part of one at a higher rate. Elements that a flat_map made are drawn one by one.
      """,
    parameters: [rate.info, seed.info],
    examples: [
      .stage("All", "filter: {sample: 1}", input: ["a", "b"], output: ["a", "b"]),
      .stage("edge: none", "filter: {sample: 0}", input: ["a", "b"], output: []),
      .stage(
        "About half of them, the same ones each time",
        "filter: {sample: {rate: 0.5, seed: 7}}",
        input: ["a", "b", "c", "d", "e", "f"],
        output: ["b", "c", "d"]
      ),
    ],
    role: .transform(
      TransformRole(operators: [.filter], accepts: .any, gives: .same) { arguments, _, _ in
        let rate =
          switch arguments[rate] {
          case .integer(let rate): Double(rate)
          case .double(let rate): rate
          }
        return Sample(rate: rate, seed: arguments[seed])
      }
    )
  )

  let rate: Double
  let seed: Int64

  mutating func apply(_ slice: borrowing Slice, into output: inout BatchBuilder) {
    while output.position < slice.range.upperBound, !output.isFull {
      output.decide(ElementHash.fraction(slice, output.position, seed: seed) < rate)
      output.position += 1
    }
  }

  /// Never called, because an element alone does not say where it stands.
  mutating func isIncluded(_ element: Span<UInt8>) -> Bool { false }
}
