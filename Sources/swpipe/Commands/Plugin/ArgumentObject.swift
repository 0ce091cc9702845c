internal import ArgumentParser
internal import SwpipeCore

/// Arguments by name, as an option takes them: one JSON object.
struct ArgumentObject: CustomStringConvertible {
  let values: [String: Value]

  init(values: [String: Value]) {
    self.values = values
  }

  /// Reads an object; throws what is wrong with another text.
  @Sendable static func parse(_ argument: String) throws -> ArgumentObject {
    let value: Value
    do throws(JSONProblem) {
      value = try JSONValueReader.value(of: Array(argument.utf8).span)
    } catch {
      throw ValidationError("it is not JSON: \(error.reason), as in `{\"threshold\": 1}`")
    }
    guard case .mapping(let fields) = value else {
      throw ValidationError("it is no JSON object, such as `{\"threshold\": 1}`")
    }
    return ArgumentObject(
      values: Dictionary(fields.map { ($0.key, $0.value) }) { _, last in last }
    )
  }

  /// The value as the option's default.
  var description: String { "{}" }
}
