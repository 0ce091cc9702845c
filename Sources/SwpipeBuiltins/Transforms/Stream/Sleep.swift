internal import SwpipeCore

/// `sleep`: waits at each element.
struct Sleep: AwaitingTransform {
  static let duration = Parameter<Duration?>.optional(
    .duration("duration", "How long, where it is the same for all.")
  )
  static let least = Parameter<Duration?>.optional(
    .duration("min", "The shortest time, where it is random; 0 if only max is given.")
  )
  static let most = Parameter<Duration?>.optional(
    .duration("max", "The longest time, where it is random.")
  )
  static let seed = Parameter<Int64>.integer("seed", default: 0, "Another seed, other times.")

  static let definition = Definition(
    name: "sleep",
    summary: "Waits at each element and passes it on",
    details: """
      With min and max the time is random, evenly spread between them, and follows from the seed and \
      the element_index alone: it is the same with any number of workers. A run that is stopped does \
      not wait for it.
      """,
    parameters: [duration.info, least.info, most.info, seed.info],
    examples: [
      .stage("The same for all", "map: {sleep: 1ms}", input: ["a", "b"], output: ["a", "b"]),
      .stage(
        "At random, three at a time",
        "map: sleep\nwith: {max: 5ms, seed: 1}\nworkers: 3\nordered: true",
        input: ["a", "b", "c"],
        output: ["a", "b", "c"]
      ),
      .stage("edge: not at all", "map: {sleep: 0}", input: ["a"], output: ["a"]),
    ],
    role: .transform(
      TransformRole(
        operators: [.map, .each],
        accepts: .any,
        gives: .same,
        waiting: .awaits,
        cost: .varying
      ) { arguments, _, context in
        let fixed = arguments[duration]?.nanoseconds
        return Sleep(
          least: fixed ?? arguments[least]?.nanoseconds ?? 0,
          most: fixed ?? arguments[most]?.nanoseconds ?? 0,
          seed: arguments[seed],
          stop: context.stop
        )
      }
    ),
    check: problems
  )

  let least: Int64
  let most: Int64
  let seed: Int64
  let stop: Futex
  /// The element whose time has passed already, where a task waited for it.
  private var awaited: Int?

  init(least: Int64, most: Int64, seed: Int64, stop: Futex) {
    self.least = least
    self.most = most
    self.seed = seed
    self.stop = stop
  }

  mutating func begin(_ slice: borrowing Slice, at position: Int) -> AwaitedEvent {
    awaited = position
    return .time(time(slice, position))
  }

  mutating func apply(_ slice: borrowing Slice, into output: inout BatchBuilder) {
    while output.position < slice.range.upperBound, !output.isFull {
      let time = awaited == output.position ? 0 : time(slice, output.position)
      awaited = nil
      if time > 0 { stop.wait(nanoseconds: time) }
      slice.withElement(output.position) { output.append($0) }
      output.endElement()
      output.position += 1
    }
  }

  private func time(_ slice: borrowing Slice, _ position: Int) -> Int64 {
    guard most > least else { return least }
    let fraction = ElementHash.fraction(slice, position, seed: seed)
    return least + Int64(Double(most - least) * fraction)
  }

  private static func problems(_ arguments: Arguments) -> [ArgumentProblem] {
    let isRandom = arguments[least] != nil || arguments[most] != nil
    if arguments[duration] != nil {
      guard isRandom else { return [] }
      return [
        ArgumentProblem(
          parameter: duration.info.name,
          message: "duration is for one time, min and max are for a random one",
          help: "give either duration or max"
        )
      ]
    }
    guard let most = arguments[most] else {
      return [ArgumentProblem(message: "sleep needs duration or max")]
    }
    guard let least = arguments[least], least > most else { return [] }
    return [ArgumentProblem(parameter: "min", message: "min is more than max")]
  }
}
