package import SwpipeCore

extension Builtins {
  /// The operators that need no transform.
  package static let operators: [Definition] = [
    Route.definition
  ]
}
