package import SwpipeCore

/// What a run did: its end, and the counts of every stage.
package struct RunReport: Sendable {
  /// The counts of one stage; see design: `in = kept + filtered + failed + skipped + consumed +
  /// abandoned`.
  package struct Stage: Sendable {
    package var id: String
    package var work: String
    package var transform: String?
    package var kind: WorkerKind
    /// For a sync stage, all workers of those that feed it.
    package var workers: Int
    package var maxsize: Int
    package var counts: StageCounts
    package var busySeconds: Double
    package var maxQueued: Int
    package var restarts: Int
    /// The names of its routes, in the order of `counts.routed`.
    package var routes: [String]
    /// What was wrong with the first element that was skipped.
    package var firstSkipped: RunFailure?
  }

  /// One source or sink.
  package struct Endpoint: Sendable {
    package var id: String
    package var component: String
    package var counts: StageCounts
    /// What was wrong with the first row of a source that was skipped.
    package var firstSkipped: RunFailure?
  }

  package var name: String
  package var seconds: Double
  package var exit: ExitStatus
  /// Whether the run came to its end: no source was cut short, no element given up, nothing failed.
  package var isComplete: Bool
  /// What stopped the run, if something did.
  package var failure: RunFailure?
  package var sources: [Endpoint]
  package var stages: [Stage]
  package var sinks: [Endpoint]
  /// Elements that went to the dead letters.
  package var deadLetters: Int
  /// Those of the abandoned elements that had been read when a first signal came and found no room in
  /// time.
  package var late = 0

  /// Elements that were taken of the sources, rows that are none among them.
  package var elementsIn: Int { sources.reduce(0) { $0 + $1.counts.arrived } }
  /// Elements that the sinks wrote.
  package var elementsOut: Int { sinks.reduce(0) { $0 + $1.counts.kept } }

  /// The sum of a count over all stages and endpoints.
  package func total(_ count: KeyPath<StageCounts, Int>) -> Int {
    stages.reduce(0) { $0 + $1.counts[keyPath: count] }
      + sources.reduce(0) { $0 + $1.counts[keyPath: count] }
      + sinks.reduce(0) { $0 + $1.counts[keyPath: count] }
  }
}
