/// The objects and arrays around a node, for a walk over all nodes in their order.
struct JSONNesting {
  private struct Level {
    var end: Int
    var isObject: Bool
    var isKeyNext: Bool
  }

  private var levels: [Level] = []

  /// Whether the node at hand is the key of a member.
  var isKeyNext: Bool { levels.last.map { $0.isObject && $0.isKeyNext } ?? false }

  /// A new walk begins.
  mutating func begin() {
    levels.removeAll(keepingCapacity: true)
  }

  /// The walk has come to a node: what ended before it is left.
  mutating func leave(before node: Int) {
    while let last = levels.last, last.end <= node { levels.removeLast() }
  }

  mutating func enter(isObject: Bool, end: Int) {
    levels.append(Level(end: end, isObject: isObject, isKeyNext: true))
  }

  mutating func passKey() {
    if !levels.isEmpty { levels[levels.count - 1].isKeyNext = false }
  }

  mutating func passValue() {
    if !levels.isEmpty { levels[levels.count - 1].isKeyNext = true }
  }
}
