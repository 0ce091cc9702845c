import SwpipeCore

/// Decides how `ordered` as a stage of its own restores the order of the source.
struct OrderedStageResolver {
  /// Makes the stages before it ordered where they are a chain, and a sort of it elsewhere.
  func run(on draft: inout Draft, at index: Int) {
    guard draft.stages[index].feeders != nil else { return }
    let maxsize = draft.stages[index].settings.maxsize?.value ?? 0
    if let chain = chain(to: index, draft) {
      for stage in chain where draft.stages[stage].kind != .sync && draft.stages[stage].workers > 1
      {
        draft.stages[stage].isOrdered = true
      }
      // A queue that the spec asks for needs somebody to read it.
      draft.stages[index].kind = maxsize > 0 ? .thread : .sync
    } else {
      draft.stages[index].isSort = true
      draft.stages[index].kind = .thread
    }
    draft.stages[index].maxsize = maxsize
  }

  /// The stages on the way back to one source, or to a sort; nil if two ways meet.
  private func chain(to index: Int, _ draft: Draft) -> [Int]? {
    var stages: [Int] = []
    var at = index
    while true {
      guard let feeders = draft.stages[at].feeders, feeders.count == 1 else { return nil }
      guard case .stage(let next) = feeders[0] else { return stages }
      if draft.stages[next].isSort { return stages }
      stages.append(next)
      at = next
    }
  }
}
