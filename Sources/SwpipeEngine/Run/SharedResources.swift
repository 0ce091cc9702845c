internal import SwpipeCore
internal import Synchronization

/// The resources with `scope: run`: made by the first worker that needs them, closed after the last.
final class SharedResources: Sendable {
  private struct State {
    var made: [String: any Resource] = [:]
    var order: [String] = []
  }

  private let state = Lock(State())

  /// The resource of that name, made now if nobody has yet; others wait meanwhile.
  func resource(
    _ name: String,
    _ make: () throws(RunFailure) -> any Resource
  ) throws(RunFailure) -> any Resource {
    try state.withLock { (state) throws(RunFailure) in
      if let resource = state.made[name] { return resource }
      let resource = try make()
      state.made[name] = resource
      state.order.append(name)
      return resource
    }
  }

  /// Closes all, the last made first; the failures of those that could not be closed.
  func closeAll() -> [RunFailure] {
    let resources = state.withLock { state in
      let resources = state.order.reversed().compactMap { state.made[$0] }
      state = State()
      return resources
    }
    var failures: [RunFailure] = []
    for resource in resources {
      do {
        try resource.close()
      } catch {
        failures.append(error)
      }
    }
    return failures
  }
}
