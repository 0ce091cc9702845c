internal import SwpipeCore

/// How the workers of a stage take elements, as its transform's definition has it.
struct SlicePolicy {
  /// Whether the time of an element may be anything, so that the clock is read after each.
  let isVarying: Bool
  /// Whether the work is done by a process of the transform's own, which slices are sent to.
  let isRemote: Bool
  /// How many elements a worker works on at once, in a process of its own.
  let concurrency: Int

  init(_ role: TransformRole) {
    isVarying = role.cost == .varying
    isRemote = role.hasOwnProcess
    concurrency = role.concurrency
  }

  /// Of stages without a transform, unless something else is said.
  init(isRemote: Bool = false, concurrency: Int = 1) {
    isVarying = false
    self.isRemote = isRemote
    self.concurrency = concurrency
  }

  /// A grain for a worker of a queue, where at most `limit` elements make a slice.
  ///
  /// What is sent to another process is worth more than the way there and back; `inProcess` is whether
  /// the worker is one.
  func grain(limit: Int, inProcess: Bool = false) -> Grain {
    let target = inProcess ? Grain.processTarget : Grain.target
    return Grain(limit: limit, target: isRemote ? Grain.remoteTarget : target)
  }
}
