/// The values of a spec's secrets, by name; the only type that has them.
///
/// It prints as `***`, so that none is shown by accident.
package struct Secrets: Sendable, CustomStringConvertible, CustomDebugStringConvertible,
  CustomReflectable
{
  /// By name.
  package private(set) var values: [String: String]

  package init(_ values: [String: String] = [:]) {
    self.values = values
  }

  package var isEmpty: Bool { values.isEmpty }

  package var description: String { "***" }
  package var debugDescription: String { "***" }
  package var customMirror: Mirror { Mirror(self, children: []) }

  /// The plan with the values in the place of the references; for the process that runs it.
  package func resolve(_ plan: Plan) throws(RunFailure) -> Plan {
    guard !isEmpty else { return plan }
    let text = String(decoding: PlanCodec.encode(plan), as: UTF8.self)
    guard SecretReference.isIn(text) else { return plan }
    // The values go into texts of JSON, of which a quoted text without its quotes is a part.
    let resolved = SecretReference.replacing(in: text) { name in
      String(JSONText.quoted(values[name] ?? "").dropFirst().dropLast())
    }
    return try PlanCodec.decode(Array(resolved.utf8))
  }
}
