import SwpipeCore

/// Puts the stages into an order in which each stands behind those that feed it.
struct OrderResolver {
  let spec: PipelineSpec
  let names: Names
  let inputs: Inputs
  let findings: Findings

  /// The positions of the stages in that order; none if there are cycles, which are reported.
  func order() -> [Int] {
    let order = placeable()
    guard order.count < spec.stages.count else { return order }
    var isPlaced = [Bool](repeating: false, count: spec.stages.count)
    for index in order { isPlaced[index] = true }
    var reported: Set<Int> = []
    for index in spec.stages.indices where !isPlaced[index] && !reported.contains(index) {
      guard let cycle = cycle(through: index) else { continue }
      if reported.isDisjoint(with: cycle) { report(cycle) }
      reported.formUnion(cycle)
    }
    return []
  }

  /// The stages that do not hang on a cycle, in the order that one gets by going through the spec again
  /// and again and placing each time what has all its feeders placed; costs the edges, and a sort.
  private func placeable() -> [Int] {
    var readers: [[Int]] = Array(repeating: [], count: spec.stages.count)
    var unplaced: [Int] = []
    for index in spec.stages.indices {
      let feeding = stagesFeeding(index)
      unplaced.append(feeding.count)
      for feeder in feeding { readers[feeder].append(index) }
    }
    // By stage: in which of those rounds it would be placed.
    var rounds = [Int](repeating: 0, count: spec.stages.count)
    var placed = spec.stages.indices.filter { unplaced[$0] == 0 }
    var next = 0
    while next < placed.count {
      let index = placed[next]
      next += 1
      for reader in readers[index] {
        // A reader that stands before its feeder has to wait for the next round.
        rounds[reader] = max(rounds[reader], rounds[index] + (reader < index ? 1 : 0))
        unplaced[reader] -= 1
        if unplaced[reader] == 0 { placed.append(reader) }
      }
    }
    return placed.sorted { (rounds[$0], $0) < (rounds[$1], $1) }
  }

  private func stagesFeeding(_ index: Int) -> [Int] {
    inputs.stages[index].compactMap(\.stage)
  }

  /// The stages of a shortest cycle through a stage, in the direction of the elements.
  private func cycle(through start: Int) -> [Int]? {
    // Breadth first against the stream: each stage remembers which one it was found from.
    var readers: [Int: Int] = [:]
    var open = [start]
    var next = 0
    while next < open.count {
      let index = open[next]
      next += 1
      for feeder in stagesFeeding(index) {
        if feeder == start {
          var path = [start]
          var at = index
          while at != start {
            path.append(at)
            at = readers[at] ?? start
          }
          return path
        }
        if readers[feeder] == nil {
          readers[feeder] = index
          open.append(feeder)
        }
      }
    }
    return nil
  }

  private func report(_ cycle: [Int]) {
    let names = (cycle + cycle.prefix(1)).map { self.names.stages[$0] ?? "?" }
    let places = cycle.map { index in
      spec.stages[index].from?.span ?? spec.stages[index].headSpan
    }
    guard let first = places.first else { return }
    let path = names.joined(separator: " → ")
    findings.error(
      .cycle,
      cycle.count == 1
        ? "the stage feeds itself: \(path)" : "the stages feed each other in a circle: \(path)",
      at: first,
      help: "change one `from`, so that the elements come from a source and reach a sink",
      related: zip(places, names).dropFirst().map { place, name in
        Diagnostic.Related(span: place, message: "`\(name)` is fed here")
      }
    )
  }
}
