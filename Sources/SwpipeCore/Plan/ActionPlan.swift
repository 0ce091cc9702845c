/// Something that each worker of a stage does once, after its last element.
package struct ActionPlan: Hashable, Sendable, Codable {
  /// The name of its definition.
  package var component: String
  package var arguments: Arguments
  package var place: SourcePlace

  package init(component: String, arguments: Arguments, place: SourcePlace) {
    self.component = component
    self.arguments = arguments
    self.place = place
  }
}
