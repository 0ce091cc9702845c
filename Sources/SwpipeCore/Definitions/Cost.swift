/// How the time that a transform takes varies from one element to the next.
package enum Cost: String, Hashable, Sendable, Codable {
  /// About the same for elements of about the same size, so large slices are safe.
  case flat
  /// Anything; the engine looks at the clock after each element.
  case varying
}
