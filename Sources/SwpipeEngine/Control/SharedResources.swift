internal import SwpipeCore
internal import Synchronization

/// The resources with `scope: run`: made by the first worker that needs them, closed after the last.
final class SharedResources: Sendable {
  private struct State {
    var made: [String: (resource: any Resource, place: SourcePlace)] = [:]
    var order: [String] = []
  }

  private let state = Lock(State())

  /// The resource of that name, made now if nobody has yet; others wait meanwhile.
  ///
  /// `place` is where it stands in the spec.
  func resource(
    _ name: String,
    at place: SourcePlace,
    _ make: () throws(RunFailure) -> any Resource
  ) throws(RunFailure) -> any Resource {
    try state.withLock { (state) throws(RunFailure) in
      if let made = state.made[name] { return made.resource }
      let resource = try make()
      state.made[name] = (resource, place)
      state.order.append(name)
      return resource
    }
  }

  /// Closes all, the last made first; the failures of those that could not be closed.
  func closeAll() -> [RunFailure] {
    let all = state.withLock { state in
      let all = state.order.reversed().compactMap { state.made[$0] }
      state = State()
      return all
    }
    var failures: [RunFailure] = []
    for (resource, place) in all {
      do {
        try resource.close()
      } catch {
        var failure = error
        failure.place = failure.place ?? place
        failures.append(failure)
      }
    }
    return failures
  }
}
