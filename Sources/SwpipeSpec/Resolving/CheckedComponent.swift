import SwpipeCore

/// A component whose name was found in the catalog.
struct CheckedComponent {
  var definition: Definition
  /// Nil if some argument is wrong or unknown.
  var arguments: Arguments?
  /// The nodes of the arguments that were given, by parameter.
  var given: [String: SpecNode] = [:]
  /// Whether a filter's verdict is turned round.
  var isInverted = false

  /// The resources that its arguments pick, by the names of the requests.
  var picked: [String: String] = [:]

  /// The part of a transform's definition that says how it runs.
  var transform: TransformRole? {
    if case .transform(let role) = definition.role { role } else { nil }
  }
}
