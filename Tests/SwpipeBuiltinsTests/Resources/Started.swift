import CommandSupport
import SwpipeBuiltins
import SwpipeCore
import SwpipeSystem
import Testing

/// Starts built-in resources and runs built-in actions as the engine does.
enum Started {
  static func resource(
    _ name: String,
    _ arguments: [String: Argument] = [:],
    worker: Int = 0,
    log: Harness.Log = Harness.Log()
  ) throws -> any Resource {
    let definition = try #require(Builtins.resources.first { $0.name == name })
    guard case .resource(let role) = definition.role else { preconditionFailure("a resource") }
    let info = WorkerInfo(index: worker, kind: .thread, stage: "stage")
    return try role.make(
      Arguments(arguments),
      ResourceContext(workerInfo: info, stop: Futex(), log: log)
    )
  }

  static func action(
    _ name: String,
    _ arguments: [String: Argument],
    resources: [String: any Resource] = [:],
    isLost: Bool = false,
    stop: Futex = Futex(),
    log: Harness.Log = Harness.Log()
  ) throws {
    let definition = try #require(Builtins.actions.first { $0.name == name })
    guard case .action(let role) = definition.role else { preconditionFailure("an action") }
    try role.run(
      Arguments(arguments),
      ActionContext(
        workerInfo: WorkerInfo(index: 3, kind: .thread, stage: "enrich", restarts: 1),
        stageStatus: StageStatus(
          activeWorkers: 2,
          elementsIn: 10,
          elementsOut: 9,
          failed: 1,
          last: false
        ),
        resources: resources,
        resourceNames: soleNames(role.resources, resources),
        isLost: isLost,
        stop: stop,
        log: log,
        spawner: Spawner(executable: Repository.binary)
      )
    )
  }

  /// As in a plan: each request gets the one resource that there is.
  private static func soleNames(
    _ requests: [ResourceRequest],
    _ resources: [String: any Resource]
  ) -> [String: String] {
    guard let name = resources.keys.first, resources.count == 1 else { return [:] }
    return Dictionary(uniqueKeysWithValues: requests.map { ($0.name, name) })
  }

  /// What a call throws.
  static func failure(_ body: () throws -> Void) throws -> RunFailure {
    do {
      try body()
    } catch {
      return try #require(error as? RunFailure)
    }
    throw Expected()
  }

  struct Expected: Error {}
}
