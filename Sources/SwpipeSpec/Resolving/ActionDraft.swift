import SwpipeCore

/// An action between spec and plan.
struct ActionDraft {
  var nameSpan: SourceSpan
  /// Nil if it is not in the catalog.
  var component: CheckedComponent?
  /// Which of the stage's resources it uses: local names by the names of its requests.
  var resourceNames: [String: String] = [:]
}
