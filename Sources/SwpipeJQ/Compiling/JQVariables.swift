/// The variables that a program gets from outside, for the checks of its names.
package struct JQVariables: Hashable, Sendable, ExpressibleByArrayLiteral {
  /// Those that a machine's source can give, without their `$`.
  package var names: [String]
  /// Why variables that exist elsewhere do not exist here, one sentence each without a full stop.
  package var elsewhere: [String: String] = [:]
  /// The fields of those whose fields are known.
  package var fields: [String: [String]] = [:]
  /// Whether there may be more of them, so that no name is unknown.
  package var isOpen = false

  package init(_ names: [String]) { self.names = names }

  package init(arrayLiteral names: String...) { self.init(names) }
}
