internal import SwpipeCore
internal import SwpipePlugins

/// Arguments for a plugin's transforms: those of the command line, and samples of each type.
struct SampleArguments {
  /// By parameter name, as a spec would have them.
  let given: [String: Value]

  /// The arguments that a worker of a test gets: what was given, and a sample where something must be.
  func arguments(of transform: PluginTransform) throws(ManifestProblem) -> Arguments {
    var arguments = Arguments()
    for parameter in transform.parameters {
      if let value = given[parameter.name] {
        let node = ManifestNode(value: value, path: parameter.name)
        arguments.values[parameter.name] = try ParameterInfo.argument(node, as: parameter.type)
      } else if parameter.isRequired {
        arguments.values[parameter.name] = SampleArguments.samples(of: parameter.type)[0]
      }
    }
    return arguments
  }

  /// Arguments that a type allows, the most usual one first.
  static func samples(of type: ParameterType) -> [Argument] {
    switch type {
    case .text: [.text("text"), .text(""), .text("Grüße, \"\u{1F40D}\"\n")]
    case .boolean: [.boolean(true), .boolean(false)]
    case .integer(let bounds):
      unique([
        min(max(1, bounds.lowerBound), bounds.upperBound), bounds.lowerBound, bounds.upperBound,
      ])
      .map { .integer($0) }
    case .number(let bounds):
      unique([
        min(max(1, bounds.lowerBound), bounds.upperBound), bounds.lowerBound, bounds.upperBound,
      ])
      .filter(\.isFinite).map { .number($0) }
    case .duration: [.duration(1_000_000), .duration(0)]
    case .size: [.size(1024), .size(0)]
    case .choice(let words): words.map { .text($0) }
    case .pattern: [.text("a+")]
    case .expression: [.text(".")]
    case .path: [.path([])]
    case .file: [.text("/dev/null")]
    case .template: [.text("text")]
    case .list(let member): [.list([samples(of: member)[0]]), .list([])]
    case .value:
      [
        .value(.mapping([Value.Field(key: "key", value: .list([.integer(1), .null]))])),
        .value(.null), .value(.text("text")),
      ]
    }
  }

  private static func unique<Number: Hashable>(_ numbers: [Number]) -> [Number] {
    var seen: Set<Number> = []
    return numbers.filter { seen.insert($0).inserted }
  }
}
