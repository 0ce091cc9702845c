internal import SwpipeCore
internal import SwpipeJQ
private import SwpipeSystem

/// `jq`: what a program in jq's language makes of an element.
struct JQ: InterruptibleTransform {
  static let program = Parameter<String>.expression(
    "program",
    "A program in the language of jq 1.8; `.` is the element."
  )

  static let definition = Definition(
    name: "jq",
    summary: "Computes with an element in jq's language",
    details: """
      A map gives the one output of the program, a flat_map all of them, and a filter keeps the \
      elements for which the first output is neither false nor null. An each runs the program and \
      drops what it gives. A json element is the program's input as it is; of a text element the \
      input is the text, as a string.

      `filter: .amount > 50` is short for `filter: {jq: '.amount > 50'}`: what cannot be the name of a \
      transform is a program. A program that is a single word, such as `length`, needs the long form.
      """,
    parameters: [program.info],
    examples: [
      .stage(
        "New objects",
        "map: '{id, total: (.amount * 1.2)}'",
        format: "jsonl",
        input: [#"{"id": 7, "amount": 10, "note": null}"#],
        output: [#"{"id":7,"total":12}"#]
      ),
      .stage(
        "A condition",
        "filter: .amount > 50",
        format: "jsonl",
        input: [#"{"amount": 51.0}"#, #"{"amount": 50}"#, "{}"],
        output: [#"{"amount": 51.0}"#]
      ),
      .stage(
        "Several outputs",
        "flat_map: .tags[]",
        format: "jsonl",
        input: [#"{"tags": ["a", "b"]}"#, #"{"tags": []}"#],
        output: ["a", "b"]
      ),
      .stage(
        "Text is a string",
        "map: 'split(\" \") | {first: .[0], words: length}'",
        input: ["to be or"],
        output: [#"{"first":"to","words":3}"#]
      ),
      .stage(
        "edge: no output, where a map needs one",
        "map: select(.a)",
        format: "jsonl",
        input: [#"{"a": false}"#],
        error: "the program gives no output"
      ),
      .stage(
        "edge: a value of another type",
        "map: .a + 1",
        format: "jsonl",
        input: [#"{"a": "x"}"#],
        error: #"string ("x") and number (1) cannot be added"#
      ),
    ],
    role: .transform(
      TransformRole(
        operators: [.map, .filter, .flatMap, .each],
        accepts: .any,
        gives: .json,
        takesPrograms: true
      ) { arguments, work, context throws(RunFailure) in
        JQ(runner: try ElementExpression(arguments[program], context), work: work)
      }
    )
  )

  let runner: ElementExpression
  let work: Operator
  /// The outputs that the machine has given of the element of a flat_map that is not done; nil between
  /// elements.
  private var given: Int?
  private(set) var untouched = 0

  /// Nanoseconds after which the rest of a slice may go to another worker.
  private static let patience: Int64 = 8_000_000

  init(runner: ElementExpression, work: Operator) {
    self.runner = runner
    self.work = work
  }

  mutating func begin(_ batch: Batch, _ range: Range<Int>) {
    untouched = range.lowerBound
  }

  mutating func apply(_ slice: borrowing Slice, into output: inout BatchBuilder)
    throws(ElementFailure)
  {
    var deadline = CoarseDeadline(in: JQ.patience)
    while output.position < slice.range.upperBound, !output.isFull {
      untouched = output.position + 1
      let isDone =
        switch work {
        case .map: try map(slice, &output)
        case .filter: try filter(slice, &output)
        case .flatMap: try flatMap(slice, &output)
        case .each, .route, .reduce: try each(slice, &output)
        }
      guard isDone, !deadline.hasPassed() else { return }
    }
  }

  /// Whether the element is done; false where the run stops.
  private func map(_ slice: borrowing Slice, _ output: inout BatchBuilder)
    throws(ElementFailure) -> Bool
  {
    try runner.begin(slice, output.position)
    guard let hasOutput = try runner.next() else { return false }
    guard hasOutput else {
      throw ElementFailure(
        "the program gives no output, and a `map` needs one; `flat_map` takes any number"
      )
    }
    try runner.append(as: .json, to: &output)
    do throws(ElementFailure) {
      guard let hasMore = try runner.next() else {
        output.rollBack()
        return false
      }
      guard !hasMore else {
        throw ElementFailure(
          "the program gives more than one output, and a `map` needs one; `flat_map` takes any number, "
            + "and `first(…)` gives the first"
        )
      }
    } catch {
      output.rollBack()
      throw error
    }
    output.endElement()
    output.position += 1
    return true
  }

  private func filter(_ slice: borrowing Slice, _ output: inout BatchBuilder)
    throws(ElementFailure) -> Bool
  {
    try runner.begin(slice, output.position)
    guard let hasOutput = try runner.next() else { return false }
    output.decide(hasOutput && runner.isTrue)
    output.position += 1
    return true
  }

  private func each(_ slice: borrowing Slice, _ output: inout BatchBuilder)
    throws(ElementFailure) -> Bool
  {
    try runner.begin(slice, output.position)
    while true {
      guard let hasOutput = try runner.next() else { return false }
      guard hasOutput else { break }
    }
    output.position += 1
    return true
  }

  /// Gives outputs until there are no more, or the builder is full; then the cursor is their number.
  private mutating func flatMap(_ slice: borrowing Slice, _ output: inout BatchBuilder)
    throws(ElementFailure) -> Bool
  {
    var count = output.cursor
    if count == 0 || given != count {
      // Not where this machine left off, so it passes what was given before.
      given = nil
      try runner.begin(slice, output.position)
      for _ in 0..<count {
        guard let hasOutput = try runner.next() else { return false }
        guard hasOutput else { break }
      }
    }
    given = nil
    while true {
      guard let hasOutput = try runner.next() else {
        output.cursor = count
        return false
      }
      guard hasOutput else {
        output.finishElement()
        return true
      }
      try runner.append(as: .json, to: &output)
      output.endElement()
      count += 1
      if output.isFull {
        output.cursor = count
        given = count
        return false
      }
    }
  }
}
