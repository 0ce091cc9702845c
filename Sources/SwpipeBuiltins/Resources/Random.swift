internal import SwpipeCore
internal import Synchronization

/// The resource `random`: numbers that are the same in each run.
final class Random: Resource {
  static let seed = Parameter<Int64>.integer("seed", default: 0, "Another seed, other numbers.")

  /// What transforms ask for.
  static let request = ResourceRequest(name: "random", type: "random")

  static let definition = Definition(
    name: "random",
    summary: "Gives random numbers from a seed",
    details: """
      Each worker draws from a stream of its own, which follows from the seed, the stage's id, the \
      worker's index and how often it was replaced. In templates each `{{ $random }}` is the next number \
      from 0 up to, but not including, 1. Which element gets which number depends on which worker it \
      comes to; where that must not be, `sample` and `sleep` draw by element_index.
      """,
    parameters: [seed.info],
    examples: [
      Example(
        "A die",
        spec: """
          stages:
            - map: {random.number: {min: 1, max: 6, integer: true}}
              on_start: {random: {random: {seed: 7}}}

          """,
        input: "a\nb\nc\n",
        output: "4\n2\n4\n"
      ),
      Example(
        "The seed by its name alone",
        spec: """
          stages:
            - map: {random.number: {}}
              on_start: {random: {random: 7}}
            - filter: {number.less_than: 1}
            - filter: {number.less_than: 0}

          """,
        input: "a\nb\n"
      ),
      Example(
        "edge: no element, no number",
        spec: """
          stages:
            - map: random.number
              on_start: {random: {random: {}}}

          """
      ),
    ],
    role: .resource(
      ResourceRole(scopes: [.worker], showsValue: true) { arguments, context in
        Random(seed: arguments[seed], worker: context.workerInfo)
      }
    )
  )

  private let stream: Lock<RandomStream>

  init(seed: Int64, worker: WorkerInfo) {
    var seeds = [UInt64(bitPattern: seed), UInt64(worker.index), UInt64(worker.restarts)]
    for byte in worker.stage.utf8 { seeds.append(UInt64(byte)) }
    stream = Lock(RandomStream(seeds: seeds))
  }

  /// The next number from 0 up to, but not including, 1.
  func fraction() -> Double { stream.withLock { $0.fraction() } }

  /// A number within bounds, each as likely as the others.
  func integer(in bounds: ClosedRange<Int64>) -> Int64 {
    stream.withLock { Int64.random(in: bounds, using: &$0) }
  }

  func value(at path: [Template.PathKey]) -> Value? { path.isEmpty ? .number(fraction()) : nil }
}
