internal import CSwpipePlugin

/// What a worker's transform is made with.
public struct Start: Sendable {
  /// What the stage does with the transform.
  public let operation: Operator
  /// The worker's index within the stage, from 0.
  public let workerIndex: Int
  /// `thread`, `process`, `task` or `sync`.
  public let workerKind: String
  /// The id of the stage.
  public let stage: String
  /// How often this worker was replaced.
  public let restarts: Int
  /// A JSON object: what the resources that `on_start` names have to show, by name.
  public let resources: String
  private let arguments: [String: Argument]

  init(_ info: swpipe_start_info) {
    operation =
      switch info.operation {
      case SWPIPE_FILTER: .filter
      case SWPIPE_FLAT_MAP: .flatMap
      case SWPIPE_EACH: .each
      default: .map
      }
    workerIndex = info.worker_index
    workerKind = String(info.worker_kind)
    stage = String(info.stage)
    restarts = info.restarts
    resources = String(info.resources)
    let given = UnsafeBufferPointer(start: info.arguments, count: info.argument_count)
    arguments = Dictionary(uniqueKeysWithValues: given.map { (String($0.name), Argument($0)) })
  }

  /// What the spec gives for a parameter, or its default.
  public subscript<Value>(_ parameter: Parameter<Value>) -> Value {
    guard let value = parameter.read(arguments[parameter.info.name]) else {
      preconditionFailure("`\(parameter.info.name)` is not in the transform's list of parameters")
    }
    return value
  }
}
