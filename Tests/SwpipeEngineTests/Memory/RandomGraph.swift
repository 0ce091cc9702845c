import SwpipeCore

@testable import SwpipeEngine

/// A random graph of stages of all kinds that need no process, and what comes out of it.
struct RandomGraph {
  private(set) var pipeline: Pipeline
  /// The numbers of the elements; -1 for one that is none.
  private(set) var expected: [Int] = []

  init(seed: Int) {
    var random = SplitMix(seed)
    let count = Int.random(in: 1...60, using: &random)
    pipeline = Pipeline(count: count, batch: Int.random(in: 1...20, using: &random))
    pipeline.memory = [1, 1 << 12, 1 << 16, 1 << 19].randomElement(using: &random) ?? 1
    var outputs: [String: [Int]] = ["in": Array(0..<count)]
    var unread: Set<String> = []
    for number in 0..<Int.random(in: 2...7, using: &random) {
      let id = "s\(number)"
      // Not what has become much already.
      let small = outputs.filter { $0.value.count <= 3_000 }.keys.sorted()
      var inputs = [small.randomElement(using: &random) ?? "in"]
      if Int.random(in: 0..<3, using: &random) == 0, let other = small.randomElement(using: &random)
      {
        inputs.append(other)
      }
      let before = inputs.flatMap { outputs[$0] ?? [] }
      unread.subtract(inputs)
      unread.insert(id)
      outputs[id] = add(id, from: inputs, before, &random)
    }
    let ends = unread.sorted()
    pipeline.sinkInputs = ends
    expected = ends.flatMap { outputs[$0] ?? [] }
  }

  /// Adds a stage; what it gives.
  private mutating func add(
    _ id: String,
    from inputs: [String],
    _ before: [Int],
    _ random: inout SplitMix
  ) -> [Int] {
    let kind =
      [WorkerKind.sync, .thread, .task, .thread, .task].randomElement(using: &random) ?? .sync
    let workers = kind == .sync ? 1 : Int.random(in: 1...4, using: &random)
    let maxsize = kind == .sync ? 0 : [0, 0, 1, 7].randomElement(using: &random) ?? 0
    func stage(_ name: String, _ work: SwpipeCore.Operator, _ argument: Int = 0) {
      pipeline.add(
        name,
        work,
        id: id,
        from: inputs,
        kind: kind,
        workers: workers,
        maxsize: maxsize,
        ordered: kind != .sync && argument % 2 == 1,
        argument: argument
      )
    }
    switch Int.random(in: 0..<6, using: &random) {
    case 0:
      stage("even", .filter)
      return before.filter { $0 % 2 == 0 }
    case 1:
      // Every second one is ordered.
      let count = Int.random(in: 1...40, using: &random)
      stage("flood", .flatMap, count)
      return before.flatMap { _ in Array(repeating: -1, count: count) }
    case 2:
      pipeline.sort(id: id, from: inputs, maxsize: maxsize)
      return before
    case 3:
      stage("slow-jitter", .map, 1)
      return before
    case 4:
      stage("jitter", .map)
      return before
    default:
      stage("add", .map)
      return before.map { $0 + 1 }
    }
  }
}
