internal import SwpipeCore

/// Arguments that are paths of names: their check, and what is made of them.
enum JSONPaths {
  static let help =
    "A path is written as `.name`, `.outer.inner`, `.\"a name\"` or `.items[].name`."

  /// What a definition's check has against paths.
  static func problems(_ texts: [String], _ parameter: String) -> [ArgumentProblem] {
    guard !texts.isEmpty else {
      return [ArgumentProblem(parameter: parameter, message: "at least one path is due")]
    }
    var paths: [JSONPathText] = []
    var problems: [ArgumentProblem] = []
    for text in texts {
      do throws(JSONPathText.Problem) {
        paths.append(try JSONPathText(text))
      } catch {
        problems.append(
          ArgumentProblem(parameter: parameter, message: error.message, help: error.help)
        )
      }
    }
    if problems.isEmpty, let conflict = JSONPathTree.conflict(paths) {
      problems.append(ArgumentProblem(parameter: parameter, message: conflict))
    }
    return problems
  }

  /// The paths of checked arguments.
  static func paths(_ texts: [String]) throws(RunFailure) -> [JSONPathText] {
    var paths: [JSONPathText] = []
    for text in texts {
      do throws(JSONPathText.Problem) {
        paths.append(try JSONPathText(text))
      } catch {
        throw RunFailure(.spec, error.message)
      }
    }
    return paths
  }

  /// The fields of an argument that is a mapping; nil for another value.
  static func fields(_ value: Value) -> [Value.Field]? {
    if case .mapping(let fields) = value { fields } else { nil }
  }

  /// What a check has against a mapping of paths to values.
  static func problems(_ value: Value, _ parameter: String) -> [ArgumentProblem] {
    guard let fields = fields(value) else {
      return [
        ArgumentProblem(
          parameter: parameter,
          message: "`\(parameter)` is a mapping of paths",
          help: "write `\(parameter): {.name: …}`"
        )
      ]
    }
    return problems(fields.map(\.key), parameter)
  }
}

extension Value {
  /// The value as JSON.
  var json: [UInt8] {
    var builder = BatchBuilder()
    builder.append(json: self)
    return builder.withUnfinished { span in span.indices.map { span[$0] } }
  }
}
