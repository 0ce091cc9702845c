/// A sink of a plan.
package struct SinkPlan: Hashable, Sendable, Codable {
  package var id: String
  /// The ids of the stages and sources that feed it.
  package var inputs: [String]
  /// The name of its definition.
  package var component: String
  package var arguments: Arguments
  package var place: SourcePlace

  package init(
    id: String,
    inputs: [String],
    component: String,
    arguments: Arguments,
    place: SourcePlace
  ) {
    self.id = id
    self.inputs = inputs
    self.component = component
    self.arguments = arguments
    self.place = place
  }
}
