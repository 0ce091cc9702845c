internal import SwpipeCore
internal import SwpipeJQ
internal import Synchronization

/// The argument of an expression parameter: its check, and the program that is made of it.
enum Query {
  private static let known = Lock<[String: JQProgram]>([:])

  /// The program of a text, compiled at its first use in the process and shared by all workers.
  static func program(_ text: String) throws(JQProgram.Problems) -> JQProgram {
    try known.withLock { known throws(JQProgram.Problems) in
      if let program = known[text] { return program }
      let program = try JQProgram.compile(text)
      known[text] = program
      return program
    }
  }

  /// The program of a checked argument.
  static func program(_ parameter: Parameter<String>, _ arguments: Arguments) throws(RunFailure)
    -> JQProgram
  {
    do throws(JQProgram.Problems) {
      return try program(arguments[parameter])
    } catch {
      let first = error.problems.first?.message ?? "it is not valid"
      throw RunFailure(.spec, "the jq program does not compile: \(first)")
    }
  }

  /// All that is wrong with the program of an argument.
  static func problems(_ parameter: Parameter<String>, _ arguments: Arguments) -> [ArgumentProblem]
  {
    do throws(JQProgram.Problems) {
      _ = try program(arguments[parameter])
      return []
    } catch {
      return error.problems.map { problem($0, parameter) }
    }
  }

  /// What a program that compiles most likely means otherwise, and what it cannot do with a text.
  static func doubts(
    _ parameter: Parameter<String>,
    _ arguments: Arguments,
    isCondition: Bool,
    takesText: Bool
  ) -> [ArgumentProblem] {
    JQProgram.doubts(
      arguments[parameter],
      use: isCondition ? .condition : .values,
      takesText: takesText
    )
    .map { problem($0, parameter) }
  }

  private static func problem(_ problem: JQProblem, _ parameter: Parameter<String>)
    -> ArgumentProblem
  {
    ArgumentProblem(
      parameter: parameter.info.name,
      range: problem.range,
      message: problem.message,
      help: problem.help,
      isWarning: problem.isWarning
    )
  }
}
