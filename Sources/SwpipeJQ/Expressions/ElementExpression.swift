package import SwpipeCore

/// One worker's expression over elements: takes one and gives outputs, until there are no more or the
/// run stops.
///
/// Made of an argument of type expression once for each worker; not to be shared between threads. The
/// outputs of an element are there until the next one begins.
package final class ElementExpression {
  let machine: JQMachine
  private let stop: Futex
  private let variables: ExpressionVariables
  private let usesIndex: Bool

  /// Takes a program that validation let through.
  package convenience init(_ text: String, _ context: TransformContext) throws(RunFailure) {
    try self.init(
      text,
      ExpressionVariables(context),
      stop: context.stop,
      log: context.log,
      memory: context.evaluation
    )
  }

  /// Takes a program of an action, for which there is no element.
  package convenience init(_ text: String, _ context: ActionContext) throws(RunFailure) {
    try self.init(
      text,
      ExpressionVariables(context),
      stop: context.stop,
      log: context.log,
      memory: TransformContext.usualEvaluation
    )
  }

  private init(
    _ text: String,
    _ variables: ExpressionVariables,
    stop: Futex,
    log: any LogWriter,
    memory: Int
  ) throws(RunFailure) {
    let program: JQProgram
    do throws(JQProgram.Problems) {
      program = try JQProgram.shared(text, variables: JQVariables(variables.names))
    } catch {
      let first = error.problems.first?.message ?? "it is not valid"
      throw RunFailure(.spec, "the jq program does not compile: \(first)")
    }
    let stage = variables.worker.stage
    machine = JQMachine(program, variables: variables, memoryLimit: memory) {
      log.write(.info, $0, stage: stage)
    }
    self.stop = stop
    self.variables = variables
    usesIndex = program.usedVariables.contains(ExpressionVariables.elementIndex)
  }

  /// Begins with an element, whose bytes must stay where they are until the last output was read.
  package func begin(_ slice: borrowing Slice, _ position: Int) throws(ElementFailure) {
    let line = Int(slice.sourcePosition(position)) + 1
    setIndex(slice, position)
    let isJSON = slice.type == .json
    try slice.withElement(position) { element throws(ElementFailure) in
      do throws(JSONProblem) {
        try element.withUnsafeBufferPointer { bytes throws(JSONProblem) in
          if isJSON {
            try machine.begin(json: bytes, line: line)
          } else {
            try machine.begin(text: bytes, line: line)
          }
        }
      } catch {
        throw isJSON ? error.failure(of: element) : ElementExpression.notUTF8(element, error)
      }
    }
  }

  /// Gives `$element_index` its value, if the program reads it.
  func setIndex(_ slice: borrowing Slice, _ position: Int) {
    if usesIndex { variables.setIndex(slice, position) }
  }

  /// Begins where there is no element: `.` is null.
  package func begin() { machine.begin() }

  /// Goes on to the next output; false when there is none.
  ///
  /// Nil where the run stops, or the worker was given up because the element took too long.
  package func next() throws(ElementFailure) -> Bool? {
    switch machine.next({ stop.isOpen }) {
    case .output: return true
    case .done: return false
    case .stopped: return nil
    case .failed(let failure): throw ElementExpression.failure(failure)
    }
  }

  /// How an output is written.
  package enum Form {
    /// JSON on one line.
    case json
    /// A string raw, all else as JSON.
    case text
    /// The same bytes for equal values and others for all others: 1 and 1.0 are equal, and so are
    /// objects with the same members in another order.
    case key
  }

  /// Appends the one output for an element to the unfinished element.
  ///
  /// No output and a second one are the element's error, in which the expression is called `name`; null
  /// is written as such.
  package func append(
    _ slice: borrowing Slice,
    _ position: Int,
    as form: Form,
    to output: inout BatchBuilder,
    called name: String
  ) throws(ElementFailure) {
    try begin(slice, position)
    try appendOne(as: form, to: &output, called: name)
  }

  /// Appends the one output of what has begun; whether it is null.
  @discardableResult
  package func appendOne(as form: Form, to output: inout BatchBuilder, called name: String)
    throws(ElementFailure) -> Bool
  {
    guard let hasOutput = try next() else { throw ElementExpression.stopped }
    guard hasOutput else { throw ElementFailure("\(name) gives no output, and one is needed") }
    let isNull = machine.isNull
    try append(as: form, to: &output)
    guard let hasMore = try next() else { throw ElementExpression.stopped }
    guard !hasMore else {
      throw ElementFailure(
        "\(name) gives more than one output, and one is needed; `first(…)` gives the first"
      )
    }
    return isNull
  }

  /// Whether the first output for an element is neither null nor false; no output is false.
  package func isTrue(_ slice: borrowing Slice, _ position: Int) throws(ElementFailure) -> Bool {
    try begin(slice, position)
    guard let hasOutput = try next() else { throw ElementExpression.stopped }
    return hasOutput && machine.isTrue
  }

  /// The one output of a program that gives a small whole number for every element; nil where the run
  /// stops.
  package func wholeNumber(_ slice: borrowing Slice, _ position: Int) throws(ElementFailure) -> Int?
  {
    try begin(slice, position)
    guard let hasOutput = try next() else { return nil }
    precondition(hasOutput, "the program gives a number for every element")
    switch machine.json() {
    case .failure(let failure): throw ElementExpression.failure(failure)
    case .success(let bytes):
      let isNegative = bytes.first == UInt8(ascii: "-")
      let value = bytes.dropFirst(isNegative ? 1 : 0).reduce(0) { $0 &* 10 &+ Int($1 & 0x0F) }
      return isNegative ? -value : value
    }
  }

  /// What an element fails with that is under way when the run stops; it counts for nothing then.
  private static let stopped = ElementFailure("the run was stopped")

  // MARK: The output at hand

  /// Whether it is neither null nor false.
  package var isTrue: Bool { machine.isTrue }

  /// Appends it to the unfinished element.
  package func append(as form: Form, to output: inout BatchBuilder) throws(ElementFailure) {
    if form == .text, let bytes = machine.text() { return output.append(bytes.span) }
    switch form == .key ? machine.canonical() : machine.json() {
    case .success(let bytes): output.append(bytes.span)
    case .failure(let failure): throw ElementExpression.failure(failure)
    }
  }

  /// Appends it as JSON that is laid out in some way.
  package func append(to output: inout BatchBuilder, _ layout: JQLayout) throws(ElementFailure) {
    switch machine.json(layout) {
    case .success(let bytes): output.append(bytes.span)
    case .failure(let failure): throw ElementExpression.failure(failure)
    }
  }

  // MARK: Errors

  private static let longestMessage = 400

  static func failure(_ failure: JQFailure) -> ElementFailure {
    guard failure.message.utf8.count > longestMessage else {
      return ElementFailure(failure.message)
    }
    return ElementFailure(String(failure.message.prefix(longestMessage)) + "…")
  }

  private static func notUTF8(_ element: Span<UInt8>, _ problem: JSONProblem) -> ElementFailure {
    ElementFailure(
      "the text \(Excerpt.quoted(element)) is not UTF-8 at byte \(problem.offset + 1), and jq's strings are"
    )
  }
}
