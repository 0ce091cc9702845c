internal import SwpipeCore

/// The argument `pattern` of a transform: its check and what is made of it.
enum PatternArgument {
  static func problems(_ parameter: Parameter<String>, _ arguments: Arguments) -> [ArgumentProblem]
  {
    let text = arguments[parameter]
    do {
      _ = try Pattern.shared(text)
      return []
    } catch {
      let count = text.utf8.count
      let start = max(0, min(error.offset, count) - 1)
      return [
        ArgumentProblem(
          parameter: parameter.info.name,
          range: start..<max(start, min(start + 1, count)),
          message: "the regular expression does not compile: \(error.message)"
        )
      ]
    }
  }

  static func matcher(_ parameter: Parameter<String>, _ arguments: Arguments) throws(RunFailure)
    -> PatternMatcher
  {
    let pattern: Pattern
    do {
      pattern = try Pattern.shared(arguments[parameter])
    } catch {
      throw RunFailure(.spec, "the regular expression does not compile: \(error.message)")
    }
    return try PatternMatcher(pattern)
  }
}
