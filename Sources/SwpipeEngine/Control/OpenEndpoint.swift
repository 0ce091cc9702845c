internal import SwpipeCore

/// A source that is open, for the thread that reads it.
struct OpenSource: Sendable {
  let unit: RunUnit
  let plan: SourcePlan
  let source: Handover<any Source>
  let stop: SourceStop
}

/// A sink that is open, for the thread that writes to it.
struct OpenSink: Sendable {
  let unit: RunUnit
  let plan: SinkPlan
  let queue: BoundedQueue
  let sink: Handover<any Sink>
  /// What the thread waits for before it ends the output.
  let verdict = Verdict()
}
