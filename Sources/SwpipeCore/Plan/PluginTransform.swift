/// What a manifest says of one transform.
package struct PluginTransform: Hashable, Sendable, Codable {
  /// What a spec names it by.
  package var name: String
  /// One sentence without a final full stop.
  package var summary: String
  package var details = ""
  package var operators: [Operator]
  package var accepts = Acceptance.any
  package var gives = ResultType.same
  package var parameters: [ParameterInfo] = []
  package var resources: [ResourceRequest] = []
  /// Whether it is told the element_index of each element.
  package var needsElementIndex = false
  /// How many elements one worker works on at once.
  package var concurrency = 1
  /// Whether one worker must see all elements.
  package var needsOneWorker = false
  /// Whether what it does with an element depends on those before, in what it keeps itself.
  package var keepsState = false
  /// Whether several threads may be in a library's functions at once.
  package var isThreadSafe = true
  /// Whether a library's functions may block their thread.
  package var blocks = false

  package init(name: String, summary: String, operators: [Operator]) {
    self.name = name
    self.summary = summary
    self.operators = operators
  }
}
