import SwpipeCore

/// A component with its arguments: one of the catalog, or what stands for one that is not known.
struct Component {
  /// False for what stands for a component that could not be read, or is not in the catalog.
  var isKnown = true
  var definition: Definition
  /// Those that could be read.
  var arguments: Arguments
  /// Whether that is all of them; if not, no plan can be made of it.
  var isWhole: Bool
  /// The nodes of the arguments that were given, by parameter.
  var given: [String: SpecNode] = [:]
  /// Whether a filter's verdict is turned round.
  var isInverted = false
  /// The resources that its arguments pick, by the names of the requests.
  var picked: [String: String] = [:]

  /// The part of a transform's definition that says how it runs; nil if that is not known.
  var transform: TransformRole? {
    guard isKnown else { return nil }
    return if case .transform(let role) = definition.role { role } else { nil }
  }
}

extension Component {
  /// Stands for a transform that could not be resolved: it takes anything, and has no arguments.
  static let unknownTransform = unknown(
    .transform(
      TransformRole(operators: [], accepts: .any, gives: .same) {
        (_, _, _) throws(RunFailure) -> any Transform in throw notPlanned
      }
    )
  )

  /// Stands for a source that could not be resolved.
  static let unknownSource = unknown(
    .source(
      SourceRole(gives: { _ in .text }) { (_, _) throws(RunFailure) -> any Source in
        throw notPlanned
      }
    )
  )

  /// Stands for a sink that could not be resolved.
  static let unknownSink = unknown(
    .sink(
      SinkRole(accepts: { _ in .any }) { (_, _) throws(RunFailure) -> any Sink in throw notPlanned }
    )
  )

  private static let notPlanned = RunFailure(
    .internalCheck,
    "a component that is not known came into a plan"
  )

  private static func unknown(_ role: Definition.Role) -> Component {
    let definition = Definition(name: "", summary: "", examples: [], role: role)
    return Component(
      isKnown: false,
      definition: definition,
      arguments: Arguments(),
      isWhole: false
    )
  }
}
