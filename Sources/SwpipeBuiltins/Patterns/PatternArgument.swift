internal import SwpipeCore

/// The argument `pattern` of a transform: its check and what is made of it.
enum PatternArgument {
  static func problems(_ parameter: Parameter<String>, _ arguments: Arguments) -> [ArgumentProblem]
  {
    let text = arguments[parameter]
    do {
      _ = try Pattern.shared(text)
      return doubts(text).map { doubt in
        ArgumentProblem(
          parameter: parameter.info.name,
          message: doubt.message,
          help: doubt.help,
          isWarning: true
        )
      }
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

  /// What a pattern that compiles most likely means otherwise.
  private static func doubts(_ text: String) -> [(message: String, help: String)] {
    var doubts: [(message: String, help: String)] = []
    if text.utf8.contains(8) {
      doubts.append(
        (
          "the pattern holds a backspace",
          "in double quotes `\\b` is a backspace, in single quotes the edge of a word; `\\x08` in single "
            + "quotes is a backspace, too"
        )
      )
    }
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    if parts.count >= 3, parts[0].isEmpty, let flags = parts.last, !flags.isEmpty,
      flags.allSatisfy({ "gimsux".contains($0) }), Set(flags).count == flags.count
    {
      let inner = text.dropFirst().dropLast(flags.count + 1)
      let options = flags.filter { $0 != "g" && $0 != "u" }
      doubts.append(
        (
          "the slashes around the pattern are a part of it, and so is `\(flags)`",
          "write `\(options.isEmpty ? "" : "(?\(options))")\(inner)`; if they are meant, escape the first one: "
            + "`\\/`"
        )
      )
    }
    return doubts
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
