/// What a manifest says of a parameter; `Parameter` makes it.
public struct ParameterInfo: Sendable {
  let name: String
  let type: String
  let help: String
  var isRequired: Bool
  /// JSON of what stands where the spec gives nothing.
  let defaultValue: String?
  /// Further members, as `"minimum": 1`.
  let details: [String]

  /// A member of a manifest's `parameters`.
  var json: String {
    var members = [
      "\"name\": \(JSON.text(name))", "\"type\": \(JSON.text(type))",
      "\"help\": \(JSON.text(help))",
    ]
    if isRequired { members.append("\"required\": true") }
    if let defaultValue { members.append("\"default\": \(defaultValue)") }
    return JSON.object(members + details)
  }
}
