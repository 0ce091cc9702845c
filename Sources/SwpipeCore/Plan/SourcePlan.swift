/// A source of a plan.
package struct SourcePlan: Hashable, Sendable, Codable {
  package var id: String
  /// The name of its definition.
  package var component: String
  package var arguments: Arguments
  package var gives: ElementType
  package var place: SourcePlace
  /// The most elements that a run takes of it, rows that are none among them; nil for all.
  package var limit: Int64?
  /// What becomes of rows that are none.
  package var onError = ErrorPolicy.Final.fail

  package init(
    id: String,
    component: String,
    arguments: Arguments,
    gives: ElementType,
    place: SourcePlace,
    limit: Int64? = nil
  ) {
    self.id = id
    self.component = component
    self.arguments = arguments
    self.gives = gives
    self.place = place
    self.limit = limit
  }
}
