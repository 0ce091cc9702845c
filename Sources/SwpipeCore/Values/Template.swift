/// A text with expressions in it, parsed: what `{{ … }}` becomes in a plan.
package struct Template: Hashable, Sendable, Codable {
  package enum Part: Hashable, Sendable, Codable {
    case literal(String)
    /// A path into the element; no keys is the element itself.
    case element([PathKey])
    /// A program in jq's language.
    case expression(String)
    /// A path into one of the variables (`worker_info`, `stage_status`, …), whose name has no `$`.
    case variable(String, [PathKey])
  }

  /// One step of a path: `.name`, `."na me"` or `[3]`.
  package enum PathKey: Hashable, Sendable, Codable {
    case name(String)
    case position(Int)
  }

  package var parts: [Part]

  package init(parts: [Part]) {
    self.parts = parts
  }
}
