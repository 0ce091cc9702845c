internal import SwpipeCore

/// What reading and writing do alike with the parameters of formats.
enum FormatParameters {
  /// Every parameter once, in the order of the formats.
  static func merged(_ lists: [[ParameterInfo]]) -> [ParameterInfo] {
    var merged: [ParameterInfo] = []
    for parameter in lists.joined() where !merged.contains(where: { $0.name == parameter.name }) {
      merged.append(parameter)
    }
    return merged
  }

  /// Arguments that the chosen format does not have.
  static func strange(
    _ arguments: Arguments,
    _ formats: [(name: String, parameters: [ParameterInfo])],
    chosen: String
  ) -> [ArgumentProblem] {
    let own = formats.first { $0.name == chosen }?.parameters ?? []
    return arguments.values.keys.sorted().compactMap { name in
      guard !own.contains(where: { $0.name == name }) else { return nil }
      let owners = formats.filter { $0.parameters.contains { $0.name == name } }.map(\.name)
      guard let first = owners.first else { return nil }
      return ArgumentProblem(
        parameter: name,
        message: "the format \(chosen) has no `\(name)`, but \(owners.joined(separator: ", ")) "
          + (owners.count == 1 ? "has" : "have"),
        help: "add `format: \(first)`, or leave `\(name)` out"
      )
    }
  }
}
