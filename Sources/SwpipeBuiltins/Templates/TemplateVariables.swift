internal import Glibc
internal import SwpipeCore

/// The variables of templates that hold for a worker as a whole.
enum TemplateVariables {
  /// Those that the language has; any other name is a resource's.
  static let names: Set<String> = ["element_index", "worker_info", "stage_status", "env"]

  /// The text of `$worker_info` or `$env`; nil where there is no value.
  static func text(
    _ name: String,
    _ path: [Template.PathKey],
    _ worker: WorkerInfo,
    isLost: Bool = false
  ) -> String? {
    switch (name, path) {
    case ("worker_info", []): return whole(worker, isLost: isLost)
    case ("worker_info", [.name("index")]): return String(worker.index)
    case ("worker_info", [.name("kind")]): return worker.kind.rawValue
    case ("worker_info", [.name("stage")]): return worker.stage
    case ("worker_info", [.name("restarts")]): return String(worker.restarts)
    case ("worker_info", [.name("lost")]): return String(isLost)
    case ("env", let path) where path.count == 1:
      guard case .name(let key) = path[0] else { return nil }
      return getenv(key).map { String(cString: $0) }
    default: return nil
    }
  }

  /// The text of `$stage_status`; nil where there is no value.
  static func text(_ path: [Template.PathKey], _ status: StageStatus) -> String? {
    switch path {
    case []:
      "{\"active_workers\":\(status.activeWorkers),\"done\":\(status.done),"
        + "\"in\":\(status.elementsIn),\"out\":\(status.elementsOut),"
        + "\"failed\":\(status.failed),\"last\":\(status.last)}"
    case [.name("active_workers")]: String(status.activeWorkers)
    case [.name("done")]: String(status.done)
    case [.name("in")]: String(status.elementsIn)
    case [.name("out")]: String(status.elementsOut)
    case [.name("failed")]: String(status.failed)
    case [.name("last")]: String(status.last)
    default: nil
    }
  }

  private static func whole(_ worker: WorkerInfo, isLost: Bool) -> String {
    "{\"index\":\(worker.index),\"kind\":\"\(worker.kind.rawValue)\",\"stage\":"
      + "\(JSONText.quoted(worker.stage)),\"restarts\":\(worker.restarts)"
      + (isLost ? ",\"lost\":true}" : "}")
  }
}
