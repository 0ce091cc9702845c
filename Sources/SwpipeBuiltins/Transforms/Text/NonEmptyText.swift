internal import SwpipeCore

/// The check that a text argument is not empty.
enum NonEmptyText {
  static func problems(_ parameter: Parameter<String>, _ arguments: Arguments) -> [ArgumentProblem]
  {
    guard arguments[parameter].isEmpty else { return [] }
    let name = parameter.info.name
    return [ArgumentProblem(parameter: name, message: "\(name) must not be empty")]
  }
}
