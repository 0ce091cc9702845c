internal import SwpipeCore

/// The source `range`: numbers, counted up or down; Python's `range`, also for fractions.
final class RangeSource: Source {
  static let start = Parameter<Number>.number(
    "start",
    default: .integer(0),
    "The first number."
  )
  static let stop = Parameter<Number>.number("stop", "Where it ends; this number is not given.")
  static let step = Parameter<Number>.number(
    "step",
    default: .integer(1),
    "From one number to the next; below 0 it counts down, 0 is an error."
  )

  /// The elements of one batch: small enough to be early, large enough to be cheap.
  private static let batchSize = 4096

  private let range: NumberRange
  private let readiness: any Readiness
  private var next: UInt64 = 0

  init(_ range: NumberRange, readiness: any Readiness) {
    self.range = range
    self.readiness = readiness
  }

  func read(into output: inout BatchBuilder) -> SourceState {
    let end = next + min(UInt64(RangeSource.batchSize), range.count - next)
    guard next < end else { return .end }
    guard !readiness.isStopped else { return .stopped }
    switch range {
    case .integers(let start, let step, _):
      // Wraps only on the way to a number that is not given.
      var value = start &+ Int64(truncatingIfNeeded: next) &* step
      for _ in next..<end {
        output.append(integer: value)
        output.endElement()
        value &+= step
      }
    case .doubles(let start, let step, _):
      for position in next..<end {
        output.append(json: NumberRange.number(position, from: start, step: step))
        output.endElement()
      }
    }
    next = end
    return next == range.count ? .end : .more
  }

  func close() {}

  static let definition = Definition(
    name: "range",
    summary: "Counts from one number to another",
    details: """
      As Python's `range`: `start` is given, `stop` is not, and a range that leads away from `stop` is \
      empty. The elements are JSON. If all three are integers so are the elements; otherwise element i \
      is the double `start` + i × `step`, so that errors do not add up.
      """,
    parameters: [stop.info, start.info, step.info],
    examples: [
      Example(
        "three numbers",
        spec: """
          source: {range: {stop: 3}}
          stages:
            - map: identity

          """,
        output: "0\n1\n2\n"
      ),
      Example(
        "counting down",
        spec: """
          source: {range: {start: 10, stop: 0, step: -4}}
          stages:
            - map: identity

          """,
        output: "10\n6\n2\n"
      ),
      Example(
        "fractions",
        spec: """
          source: {range: {start: 0.5, stop: 2, step: 0.5}}
          stages:
            - map: identity

          """,
        output: "0.5\n1\n1.5\n"
      ),
      Example(
        "edge: a range that leads away from its end is empty",
        spec: """
          source: {range: {start: 3, stop: 0}}
          stages:
            - map: identity

          """
      ),
    ],
    role: .source(
      SourceRole(
        jsonNote: "the elements of a `range` are numbers, which `number.add` and its like take",
        gives: { _ in .json },
        make: { arguments, context in
          RangeSource(
            NumberRange(
              from: arguments[start],
              to: arguments[stop],
              step: arguments[step]
            ),
            readiness: context.readiness
          )
        }
      )
    ),
    check: problems
  )

  private static func problems(_ arguments: Arguments) -> [ArgumentProblem] {
    let first = NumberRange.double(arguments[start])
    let stride = NumberRange.double(arguments[step])
    if !first.isFinite || !stride.isFinite || NumberRange.double(arguments[stop]).isNaN {
      return [
        ArgumentProblem(
          parameter: !first.isFinite
            ? start.info.name : !stride.isFinite ? step.info.name : stop.info.name,
          message: "a range goes from a number by a number, and only `stop` may be infinite"
        )
      ]
    }
    switch (arguments[start], arguments[step]) {
    case (_, .integer(0)), (_, .double(0)):
      return [
        ArgumentProblem(parameter: step.info.name, message: "a step of 0 never gets anywhere")
      ]
    case (.integer, .integer): return []
    default:
      guard first + stride == first else { return [] }
      return [
        ArgumentProblem(
          parameter: step.info.name,
          message: "a step of \(stride) never gets anywhere from \(first): doubles have 53 bits"
        )
      ]
    }
  }
}
