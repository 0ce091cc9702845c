internal import SwpipeCore

extension ResourceRequest {
  /// The resource that is meant: the one that the argument of the request's name says, else the one
  /// of that name, else the only one of the type.
  func find<Found: Resource>(
    _ type: Found.Type,
    _ arguments: Arguments,
    in resources: [String: any Resource]
  ) throws(RunFailure) -> Found {
    if case .text(let local)? = arguments.values[name], let found = resources[local] as? Found {
      return found
    }
    if let found = resources[name] as? Found { return found }
    // One resource may stand under two names: its own and that of a request.
    var all: [Found] = []
    for case let found as Found in resources.values where !all.contains(where: { $0 === found }) {
      all.append(found)
    }
    if let only = all.first, all.count == 1 { return only }
    throw RunFailure(
      .resource,
      all.isEmpty
        ? "there is no resource of type \(self.type)"
        : "there are \(all.count) resources of type \(self.type), and none is called \(name)",
      help: all.isEmpty ? "start one in on_start" : "say which with `\(name): NAME`"
    )
  }
}
