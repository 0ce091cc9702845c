package import SwpipeCore

/// What the variables of an expression are worth in one worker.
package final class ExpressionVariables: JQVariableSource {
  static let elementIndex = "element_index"
  /// Those that the language has; any other name is a resource's.
  ///
  /// `$env` is the evaluator's own.
  static let language = [elementIndex, "worker_info", "env"]

  let worker: WorkerInfo
  private let resources: [String: any Resource]
  /// What `on_done` knows besides; nil for a transform.
  private let action: ActionContext?
  private var index: [Value] = []

  /// The variables of a transform.
  package init(_ context: TransformContext) {
    worker = context.workerInfo
    resources = context.resources
    action = nil
  }

  /// The variables of an action.
  init(_ context: ActionContext) {
    worker = context.workerInfo
    resources = context.resources
    action = context
  }

  /// The variables of a resource's arguments.
  init(_ worker: WorkerInfo) {
    self.worker = worker
    resources = [:]
    action = nil
  }

  /// The names that a program may read, in one order, so that equal programs are compiled once.
  var names: [String] {
    let known =
      action == nil ? ExpressionVariables.language : ["worker_info", "stage_status", "env"]
    return (known + resources.keys).sorted()
  }

  /// Makes `$element_index` that of an element.
  func setIndex(_ slice: borrowing Slice, _ position: Int) {
    index.removeAll(keepingCapacity: true)
    for level in 0..<slice.depth {
      index.append(.integer(slice.indexNumber(position, level: level)))
    }
  }

  package func value(of variable: String, at path: [Template.PathKey]) -> Value? {
    switch variable {
    case ExpressionVariables.elementIndex: ExpressionVariables.value(.list(index), at: path)
    case "worker_info":
      ExpressionVariables.value(worker.value(isLost: action?.isLost ?? false), at: path)
    case "stage_status":
      action.flatMap { ExpressionVariables.value($0.stageStatus.value, at: path) }
    default: resources[variable]?.value(at: path)
    }
  }

  private static func value(_ whole: Value, at path: [Template.PathKey]) -> Value? {
    var value = whole
    for key in path {
      switch (key, value) {
      case (.name(let name), .mapping(let fields)):
        guard let field = fields.first(where: { $0.key == name }) else { return nil }
        value = field.value
      case (.position(let position), .list(let items)):
        let place = position < 0 ? position + items.count : position
        guard items.indices.contains(place) else { return nil }
        value = items[place]
      default: return nil
      }
    }
    return value
  }
}

extension WorkerInfo {
  /// What `$worker_info` is.
  fileprivate func value(isLost: Bool) -> Value {
    var fields = [
      Value.Field(key: "index", value: .integer(Int64(index))),
      Value.Field(key: "kind", value: .text(kind.rawValue)),
      Value.Field(key: "stage", value: .text(stage)),
      Value.Field(key: "restarts", value: .integer(Int64(restarts))),
    ]
    if isLost { fields.append(Value.Field(key: "lost", value: .boolean(true))) }
    return .mapping(fields)
  }
}

extension StageStatus {
  /// What `$stage_status` is.
  fileprivate var value: Value {
    .mapping([
      Value.Field(key: "active_workers", value: .integer(Int64(activeWorkers))),
      Value.Field(key: "done", value: .boolean(done)),
      Value.Field(key: "in", value: .integer(Int64(elementsIn))),
      Value.Field(key: "out", value: .integer(Int64(elementsOut))),
      Value.Field(key: "failed", value: .integer(Int64(failed))),
      Value.Field(key: "last", value: .boolean(last)),
    ])
  }
}
