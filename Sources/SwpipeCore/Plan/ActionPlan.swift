/// Something that each worker of a stage does once, after its last element.
package struct ActionPlan: Hashable, Sendable, Codable {
  /// The name of its definition.
  package var component: String
  package var arguments: Arguments
  /// Which of the stage's resources its requests mean: local names by the names of the requests.
  package var resourceNames: [String: String] = [:]
  package var place: SourcePlace

  package init(component: String, arguments: Arguments, place: SourcePlace) {
    self.component = component
    self.arguments = arguments
    self.place = place
  }
}
