import SwpipeBuiltins
import SwpipeCore
import Synchronization
import Testing

/// Runs a built-in transform on elements, as the engine does, in slices of any size.
struct Harness {
  /// What came of an element: the message of its failure, at its place in the input.
  struct Outcome: Equatable {
    var elements: [[UInt8]] = []
    var indices: [ElementIndex] = []
    var failures: [Int: String] = [:]
    var type = ElementType.text

    var texts: [String] { elements.map { String(decoding: $0, as: UTF8.self) } }
  }

  /// Keeps what is logged.
  final class Log: LogWriter {
    let lines = Lock<[String]>([])
    /// What programs wrote.
    let relayed = Lock<[String]>([])

    func write(_ level: LogLevel, _ message: String, stage: String) {
      lines.withLock { $0.append("\(level.rawValue) \(stage): \(message)") }
    }

    func relay(_ line: [UInt8]) {
      relayed.withLock { $0.append(String(decoding: line, as: UTF8.self)) }
    }
  }

  var definition: Definition
  var work: Operator
  var arguments: Arguments
  var isInverted = false
  var inputType = ElementType.text
  var separator = UInt8(ascii: "\n")
  var worker = WorkerInfo(index: 0, kind: .thread, stage: "stage")
  var stop = Futex()
  var log = Log()
  var resources: [String: any Resource] = [:]
  /// As in a plan; by default each request gets the one resource that there is.
  var resourceNames: [String: String]?

  init(_ name: String, _ work: Operator, _ arguments: [String: Argument] = [:]) throws {
    let transforms = Builtins.transforms + Builtins.resourceTransforms
    definition = try #require(transforms.first { $0.name == name })
    self.work = work
    self.arguments = Arguments(arguments)
  }

  var role: TransformRole {
    guard case .transform(let role) = definition.role else { preconditionFailure("a transform") }
    return role
  }

  var problems: [ArgumentProblem] { definition.check(arguments) }

  func run(_ texts: [String]) throws -> Outcome {
    try run(texts.map { Array($0.utf8) })
  }

  /// Runs it on the whole as one slice, then in random slices with tiny outputs, and requires that
  /// nobody can tell.
  func run(_ elements: [[UInt8]]) throws -> Outcome {
    let whole = try run(elements, batches: [elements.count], slices: [elements.count])
    var random = SplitMix(seed: 42)
    for _ in 0..<6 {
      let sizes = (0..<32).map { _ in Int.random(in: 1...7, using: &random) }
      let limit = Int.random(in: 1...40, using: &random)
      let other = try run(
        elements,
        batches: [Int.random(in: 1...9, using: &random), elements.count],
        slices: sizes,
        softLimit: limit,
        softCount: Int.random(in: 1...3, using: &random)
      )
      #expect(other == whole, "slices of \(sizes), output limited to \(limit) bytes")
    }
    return whole
  }

  /// Runs it once, for what keeps a state outside of the transform.
  func runOnce(_ texts: [String]) throws -> Outcome {
    try run(texts.map { Array($0.utf8) }, batches: [3, texts.count], slices: [2, 1, 5])
  }

  private var soleNames: [String: String] {
    guard let name = resources.keys.first, resources.count == 1 else { return [:] }
    return Dictionary(uniqueKeysWithValues: role.resources.map { ($0.name, name) })
  }

  /// Cuts the input into batches and slices of these sizes, going round.
  func run(
    _ elements: [[UInt8]],
    batches: [Int],
    slices: [Int],
    softLimit: Int = 256 << 10,
    softCount: Int = .max
  ) throws -> Outcome {
    var transform = try role.make(
      arguments,
      work,
      TransformContext(
        workerInfo: worker,
        stop: stop,
        log: log,
        resources: resources,
        resourceNames: resourceNames ?? soleNames
      )
    )
    var outcome = Outcome()
    outcome.type = work == .map || work == .flatMap ? role.gives.type(for: inputType) : inputType
    var output = BatchBuilder()
    output.softByteLimit = softLimit
    output.softCountLimit = softCount
    var first = 0
    var round = 0
    while first < elements.count {
      let size = max(1, batches[min(round, batches.count - 1)])
      let batch = makeBatch(elements[first..<min(first + size, elements.count)], from: first)
      var start = 0
      while start < batch.count {
        let end = min(batch.count, start + max(1, slices[round % slices.count]))
        let slice = Slice(batch, start..<end)
        output.begin(slice, for: work, isInverted: isInverted, type: outcome.type)
        while output.position < end {
          let failed = first + output.position
          do {
            try transform.apply(slice, into: &output)
          } catch {
            outcome.failures[first + output.position] = error.message
            #expect(output.position >= failed - first)
            output.rollBack()
            output.finishElement()
          }
          collect(&output, &outcome)
        }
        collect(&output, &outcome)
        start = end
        round += 1
      }
      withExtendedLifetime(batch) {}
      first += batch.count
    }
    return outcome
  }

  private func makeBatch(_ elements: ArraySlice<[UInt8]>, from first: Int) -> Batch {
    var builder = BatchBuilder()
    builder.begin(source: 0, firstIndex: Int64(first), type: inputType, separator: separator)
    for element in elements {
      builder.append(element.span)
      builder.endElement()
    }
    guard let batch = builder.freeze() else { preconditionFailure("no element") }
    return batch
  }

  private func collect(_ output: inout BatchBuilder, _ outcome: inout Outcome) {
    guard let batch = output.freeze() else { return }
    let slice = Slice(batch, 0..<batch.count)
    for position in 0..<batch.count {
      slice.withElement(position) { element in
        outcome.elements.append(element.indices.map { element[$0] })
      }
      outcome.indices.append(slice.elementIndex(position))
    }
    withExtendedLifetime(batch) {}
  }
}
