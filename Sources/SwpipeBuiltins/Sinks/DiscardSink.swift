internal import SwpipeCore

/// The sink `discard`, which drops everything.
struct DiscardSink: Sink {
  mutating func write(_ slice: borrowing Slice) {}
  mutating func finish(_ end: RunEnd) {}
  mutating func abandon() {}

  static let definition = Definition(
    name: "discard",
    summary: "Drops all elements",
    details: "For pipelines that are run for the effects of their stages. `null` means the same.",
    examples: [
      Example(
        "nothing comes out",
        spec: """
          stages:
            - map: identity
          sink: discard

          """,
        input: "one\ntwo\n"
      ),
      Example(
        "JSON is dropped as well",
        spec: """
          source: {range: {stop: 3}}
          stages:
            - map: identity
          sink: {discard: {}}

          """
      ),
      Example(
        "edge: null is short for it",
        spec: """
          stages:
            - map: identity
          sink: null

          """,
        input: "one\n"
      ),
    ],
    role: .sink(
      SinkRole(discardsAll: true, accepts: { _ in .any }, make: { _, _ in DiscardSink() })
    )
  )
}
