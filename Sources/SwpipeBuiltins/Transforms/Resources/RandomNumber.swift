internal import SwpipeCore

/// `random.number`: a random number for each element.
struct RandomNumber: Transform {
  static let least = Parameter<Number>.number("min", default: .integer(0), "The smallest number.")
  static let most = Parameter<Number>.number("max", default: .integer(1), "The largest number.")
  static let integer = Parameter<Bool>.boolean(
    "integer",
    default: false,
    "Gives whole numbers, both bounds included, all equally likely."
  )
  static let into = JSONTarget.parameter("the number")

  static let definition = Definition(
    name: "random.number",
    summary: "Gives a random number",
    details: """
      The number replaces the element, or is put into it where `into` says so. It lies between min and \
      max, max itself excluded, unless it is to be whole.
      """,
    parameters: [least.info, most.info, integer.info, into.info],
    examples: [
      Example(
        "A number from 0 to 1, in place of each element",
        spec: """
          stages:
            - map: random.number
              on_start: {random: {random: 7}}

          """,
        input: "a\n",
        output: "0.5657743244680103\n"
      ),
      Example(
        "A die into each element",
        spec: """
          source: {values: [{n: 1}, {n: 2}]}
          stages:
            - map: {random.number: {min: 1, max: 6, integer: true, into: .die}}
              on_start: {random: {random: 7}}
          sink: {stdout: {format: jsonl}}

          """,
        output: "{\"n\":1,\"die\":4}\n{\"n\":2,\"die\":2}\n"
      ),
      Example(
        "edge: bounds that leave one number",
        spec: """
          stages:
            - map: {random.number: {min: 3, max: 3, integer: true}}
              on_start: {random: {random: {}}}

          """,
        input: "a\nb\n",
        output: "3\n3\n"
      ),
    ],
    role: .transform(
      TransformRole(
        operators: [.map],
        accepts: .any,
        gives: .json,
        resources: [Random.request]
      ) { (arguments, _, context) throws(RunFailure) in
        RandomNumber(
          random: try Random.request.find(Random.self, in: context),
          bounds: bounds(arguments),
          target: try JSONTarget.target(arguments[into])
        )
      }
    ),
    check: problems
  )

  enum Bounds {
    case integers(ClosedRange<Int64>)
    case doubles(Double, Double)
  }

  let random: Random
  let bounds: Bounds
  let target: JSONTarget?

  mutating func apply(_ slice: borrowing Slice, into output: inout BatchBuilder)
    throws(ElementFailure)
  {
    while output.position < slice.range.upperBound, !output.isFull {
      let number = number()
      let type = slice.type
      if let target {
        try slice.withElement(output.position) { (element) throws(ElementFailure) in
          try target.append(element, of: type, to: &output) { (output) throws(ElementFailure) in
            output.append(number: number)
          }
        }
      } else {
        output.append(number: number)
      }
      output.endElement()
      output.position += 1
    }
  }

  private func number() -> Number {
    switch bounds {
    case .integers(let range): return .integer(random.integer(in: range))
    case .doubles(let least, let most):
      // Each bound has its own factor, so that their difference cannot overflow; rounding may reach
      // the upper one.
      let fraction = random.fraction()
      let number = least * (1 - fraction) + most * fraction
      return .double(least < most ? min(number, most.nextDown) : least)
    }
  }

  private static func double(_ number: Number) -> Double {
    switch number {
    case .integer(let number): Double(number)
    case .double(let number): number
    }
  }

  private static func bounds(_ arguments: Arguments) -> Bounds {
    if arguments[integer], case .integer(let least) = arguments[least],
      case .integer(let most) = arguments[most], least <= most
    {
      return .integers(least...most)
    }
    return .doubles(double(arguments[least]), double(arguments[most]))
  }

  private static func problems(_ arguments: Arguments) -> [ArgumentProblem] {
    var problems = JSONTarget.problems(arguments[into])
    if double(arguments[least]) > double(arguments[most]) {
      problems.append(
        ArgumentProblem(parameter: least.info.name, message: "min is more than max")
      )
    }
    if arguments[integer] {
      for parameter in [least, most] {
        guard case .double = arguments[parameter] else { continue }
        problems.append(
          ArgumentProblem(
            parameter: parameter.info.name,
            message: "\(parameter.info.name) is a whole number where `integer` is true"
          )
        )
      }
    }
    return problems
  }
}
