/// What a source is made with.
package struct SourceContext: Sendable {
  package var id: String
  /// Waits for input and is woken when the run wants no more.
  package var readiness: any Readiness
  /// Where the source notes the files and lines that its elements come from.
  package var places: InputPlaces
  /// The largest element, in bytes.
  package var elementLimit: Int

  package init(id: String, readiness: any Readiness, places: InputPlaces, elementLimit: Int) {
    self.id = id
    self.readiness = readiness
    self.places = places
    self.elementLimit = elementLimit
  }
}
