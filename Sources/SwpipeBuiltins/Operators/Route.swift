internal import SwpipeCore
internal import SwpipeJQ
private import SwpipeSystem

/// `route`: sends each element the way of the first condition that holds for it.
///
/// All conditions are one program, so that an element is read once: `if A then 0 elif B then 1 … end`.
struct Route: InterruptibleTransform {
  static let definition = Definition(
    name: Operator.route.rawValue,
    summary: "Sends each element the way of the first condition that holds for it",
    parameters: [
      ParameterInfo(
        name: RoutePlan.conditions,
        type: .list(.expression),
        isRequired: true,
        help: "The conditions, in the order of the routes."
      )
    ],
    examples: [],
    role: .transform(
      TransformRole(
        operators: [.route],
        accepts: .any,
        gives: .same
      ) { arguments, _, context throws(RunFailure) in
        try Route(RoutePlan.routes(arguments), context)
      }
    )
  )

  private let program: ElementExpression
  /// By route, whether its elements go on.
  private let isKept: [Bool]
  private(set) var untouched = 0

  /// Nanoseconds after which the rest of a slice may go to another worker.
  private static let patience: Int64 = 8_000_000

  private init(_ routes: [RoutePlan], _ context: TransformContext) throws(RunFailure) {
    isKept = routes.map { !$0.isDiscarded }
    program = try ElementExpression(Route.program(routes), context)
  }

  /// The program that gives the number of an element's route, or -1.
  ///
  /// As for a filter, the first output of a condition counts, and none is false. A condition may end in a
  /// comment, and a backslash at its end takes the next line into it, so an empty line comes before the
  /// parenthesis.
  private static func program(_ routes: [RoutePlan]) -> String {
    var text = ""
    for (number, route) in routes.enumerated() {
      guard let condition = route.condition else {
        return text.isEmpty ? "\(number)" : text + "else \(number) end"
      }
      text += "\(text.isEmpty ? "if" : "elif") first((\(condition)\n\n), false) then \(number)\n"
    }
    return text + "else -1 end"
  }

  mutating func begin(_ batch: Batch, _ range: Range<Int>) {
    untouched = range.lowerBound
  }

  mutating func apply(_ slice: borrowing Slice, into output: inout BatchBuilder)
    throws(ElementFailure)
  {
    var deadline = CoarseDeadline(in: Route.patience)
    while output.position < slice.range.upperBound {
      untouched = output.position + 1
      guard let way = try program.wholeNumber(slice, output.position) else { return }
      if isKept.indices.contains(way) {
        output.decide(way: UInt16(way), isKept: isKept[way])
      } else {
        output.decide(way: BatchBuilder.noWay, isKept: false)
      }
      output.position += 1
      if deadline.hasPassed() { return }
    }
  }
}
