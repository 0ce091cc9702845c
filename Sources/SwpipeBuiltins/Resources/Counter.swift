internal import SwpipeCore
internal import Synchronization

/// The resource `counter`: a number that workers add to.
final class Counter: Resource {
  static let start = Parameter<Int64>.integer("start", default: 0, "The number it begins with.")

  /// What transforms ask for.
  static let request = ResourceRequest(name: "counter", type: "counter")

  static let definition = Definition(
    name: "counter",
    summary: "Counts, in 64 bits",
    details: """
      `counter.add` adds to it; in templates the resource's name is the number: `{{ $counter }}`. With \
      `scope: run` all workers of all stages that refer to it count in one, except worker processes. A \
      stage that names no workers has one; in one that names several, each counts for itself without \
      `scope: run`.
      """,
    parameters: [start.info],
    examples: [
      Example(
        "Numbers for all that comes by",
        spec: """
          source: {values: [{n: a}, {n: b}]}
          stages:
            - map: {counter.add: {into: .id}}
              on_start: {counter: {counter: {start: 100}}}
          sink: {stdout: {format: jsonl}}

          """,
        output: "{\"n\":\"a\",\"id\":101}\n{\"n\":\"b\",\"id\":102}\n"
      ),
      Example(
        "One for all workers",
        spec: """
          stages:
            - each: {counter.add: 1}
              kind: thread
              workers: 2
              on_start: {seen: {counter: {}, scope: run}}
              on_done: [{log: 'seen so far: {{ $seen }}'}]
          sink: discard

          """,
        input: "a\nb\nc\n"
      ),
      Example(
        "edge: past 64 bits is an error",
        spec: """
          stages:
            - map: counter.add
              on_start: {counter: {counter: {start: 9223372036854775807}}}

          """,
        input: "a\n",
        error: "the counter does not fit in 64 bits"
      ),
    ],
    role: .resource(
      ResourceRole(showsValue: true, keeps: { _ in .history }) { arguments, _ in
        Counter(arguments[start])
      }
    )
  )

  private let number: Atomic<Int64>

  init(_ start: Int64) {
    number = Atomic(start)
  }

  var value: Int64 { number.load(ordering: .relaxed) }

  /// Adds and gives the sum; nil where it does not fit, and then nothing is added.
  func add(_ difference: Int64) -> Int64? {
    var current = value
    while true {
      let (sum, overflows) = current.addingReportingOverflow(difference)
      if overflows { return nil }
      let (done, original) = number.compareExchange(
        expected: current,
        desired: sum,
        ordering: .relaxed
      )
      if done { return sum }
      current = original
    }
  }

  func value(at path: [Template.PathKey]) -> Value? { path.isEmpty ? .integer(value) : nil }
}
