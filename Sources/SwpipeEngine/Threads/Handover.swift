/// Carries a value that one thread made to the one thread that will use it.
struct Handover<Value>: @unchecked Sendable {
  // SAFETY: sources and sinks are opened by the thread that prepares the run, so that what cannot be
  // opened is known before anything starts, and are touched by their own thread only from then on.
  let value: Value
}
