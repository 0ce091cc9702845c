import SwpipeCore

/// Puts the stages into an order in which each stands behind those that feed it.
struct OrderResolver {
  let findings: Findings

  /// Fills in the draft's order, or reports the cycles that make it impossible.
  func run(on draft: inout Draft) {
    let order = order(of: draft)
    var isPlaced = [Bool](repeating: false, count: draft.stages.count)
    for index in order { isPlaced[index] = true }
    guard order.count < draft.stages.count else {
      draft.order = order
      return
    }
    var reported: Set<Int> = []
    for index in draft.stages.indices where !isPlaced[index] && !reported.contains(index) {
      guard let cycle = cycle(through: index, draft) else { continue }
      if reported.isDisjoint(with: cycle) { report(cycle, draft) }
      reported.formUnion(cycle)
    }
  }

  /// The stages that do not hang on a cycle, in the order that one gets by going through the spec again
  /// and again and placing each time what has all its feeders placed; costs the edges, and a sort.
  private func order(of draft: Draft) -> [Int] {
    var readers: [[Int]] = Array(repeating: [], count: draft.stages.count)
    var unplaced: [Int] = []
    for index in draft.stages.indices {
      let feeding = stagesFeeding(index, draft)
      unplaced.append(feeding.count)
      for feeder in feeding { readers[feeder].append(index) }
    }
    // By stage: in which of those rounds it would be placed.
    var rounds = [Int](repeating: 0, count: draft.stages.count)
    var placed = draft.stages.indices.filter { unplaced[$0] == 0 }
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

  private func stagesFeeding(_ index: Int, _ draft: Draft) -> [Int] {
    (draft.stages[index].feeders ?? []).compactMap { feeder in
      if case .stage(let index) = feeder { index } else { nil }
    }
  }

  /// The stages of a shortest cycle through a stage, in the direction of the elements.
  private func cycle(through start: Int, _ draft: Draft) -> [Int]? {
    // Breadth first against the stream: each stage remembers which one it was found from.
    var readers: [Int: Int] = [:]
    var open = [start]
    var next = 0
    while next < open.count {
      let index = open[next]
      next += 1
      for feeder in stagesFeeding(index, draft) {
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

  private func report(_ cycle: [Int], _ draft: Draft) {
    let names = (cycle + cycle.prefix(1)).map { draft.stages[$0].id ?? "?" }
    let places = cycle.map { index in
      draft.stages[index].spec.from?.span ?? draft.stages[index].spec.headSpan
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
