/// What validate, explain, the schema and the reference pages know of a parameter.
package struct ParameterInfo: Hashable, Sendable, Codable {
  package var name: String
  package var type: ParameterType
  /// What stands where the spec gives nothing; nil together with `isRequired == false` means absent.
  package var defaultArgument: Argument?
  package var isRequired: Bool
  /// One sentence.
  package var help: String

  package init(
    name: String,
    type: ParameterType,
    defaultArgument: Argument? = nil,
    isRequired: Bool,
    help: String
  ) {
    self.name = name
    self.type = type
    self.defaultArgument = defaultArgument
    self.isRequired = isRequired
    self.help = help
  }
}
