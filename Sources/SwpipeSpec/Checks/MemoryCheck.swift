import SwpipeCore

/// Finds limits of memory that cannot be kept, or that leave no room to work.
struct MemoryCheck {
  let graph: Graph
  let findings: Findings

  /// The least bytes that a worker process of swpipe's may be limited to: it starts with 6 MiB, and
  /// the rest is room for the elements of a slice.
  private static let leastMemory = 8 << 20

  /// Reports stages without processes that limit a process's memory, and limits that are too small.
  func run() {
    // Several stages may inherit one limit.
    var reported: Set<Int> = []
    for stage in graph.stages where !stage.isOrderedStage {
      if stage.kind.isIsolated {
        checkSize(stage, &reported)
      } else {
        checkKind(stage)
      }
    }
  }

  private func checkKind(_ stage: Graph.Stage) {
    // A kind that could not be read may be the right one.
    guard let memory = stage.settings.memory, let bytes = memory.value, bytes != 0,
      stage.settings.kind.map({ $0.value != nil }) ?? true
    else { return }
    findings.error(
      .needsProcess,
      "only processes have a memory of their own, and \(stage.label) has "
        + "\(stage.kind.rawValue) workers",
      at: memory.whole,
      help: "write `kind: process`, or remove `memory`"
    )
  }

  /// Reports a `memory` that leaves a worker process of swpipe's no room to start; how much the
  /// program of a plugin needs is not known here.
  private func checkSize(_ stage: Graph.Stage, _ reported: inout Set<Int>) {
    guard let transform = stage.transform, !transform.hasOwnProcess,
      let memory = stage.settings.memory ?? graph.inherited.memory, let bytes = memory.value,
      (1..<Self.leastMemory).contains(bytes),
      reported.insert(memory.span.range.lowerBound).inserted
    else { return }
    findings.error(
      .outOfRange,
      "`memory` is \(SizeText.text(bytes)), it must be at least "
        + SizeText.text(Self.leastMemory),
      at: memory.span,
      help: "a worker process needs that much to start; leave `memory` out for no limit"
    )
  }
}
