import CommandSupport
import SwpipeCore
import SwpipePlugins
import Testing

/// Runs a transform of a library on elements, as the engine does, in slices of any size.
struct LibraryHarness {
  /// What came of the elements: the message of a failure stands at its place in the input.
  struct Outcome: Equatable {
    var elements: [[UInt8]] = []
    var indices: [[Int]] = []
    var failures: [Int: String] = [:]

    var texts: [String] { elements.map { String(decoding: $0, as: UTF8.self) } }
  }

  struct Silence: LogWriter {
    func write(_ level: LogLevel, _ message: String, stage: String) {}
  }

  var path: String
  var transform: PluginTransform
  var work: Operator
  var arguments: Arguments
  var isInverted = false
  var type = ElementType.text
  var worker = WorkerInfo(index: 0, kind: .thread, stage: "stage")
  var stop = Futex()
  var resources: [String: any Resource] = [:]
  var resourceNames: [String: String] = [:]

  /// A transform of Tests/Libraries/kinds.c.
  init(_ name: String, _ work: Operator, _ arguments: [String: Argument] = [:]) throws {
    path = try Compiler.library("kinds")
    transform = PluginTransform(name: name, summary: "A test", operators: [work])
    transform.parameters = arguments.keys.sorted().map { name in
      ParameterInfo(name: name, type: .integer(.min ... .max), isRequired: false, help: "")
    }
    self.work = work
    self.arguments = Arguments(arguments)
  }

  /// Makes one worker's transform.
  func start() throws -> any Transform {
    let plan = PluginPlan(name: "kinds", program: .library(path), transforms: [transform])
    let definition = try #require(plan.definitions.first)
    guard case .transform(let role) = definition.role else { preconditionFailure("a transform") }
    let context = TransformContext(
      workerInfo: worker,
      stop: stop,
      log: Silence(),
      resources: resources,
      resourceNames: resourceNames
    )
    return try role.make(arguments, work, context)
  }

  func run(_ texts: [String]) throws -> Outcome { try run(texts.map { Array($0.utf8) }) }

  func run(_ texts: [String], slices: [Int]) throws -> Outcome {
    try run(texts.map { Array($0.utf8) }, slices: slices)
  }

  /// Runs it on the whole as one slice, then in random slices with tiny outputs, and requires that
  /// nobody can tell.
  func run(_ elements: [[UInt8]]) throws -> Outcome {
    let whole = try run(elements, slices: [elements.count])
    var random = SystemRandomNumberGenerator()
    for _ in 0..<6 {
      let slices = (0..<32).map { _ in Int.random(in: 1...7, using: &random) }
      let limit = Int.random(in: 1...40, using: &random)
      let other = try run(elements, slices: slices, softLimit: limit)
      #expect(other == whole, "slices of \(slices), output limited to \(limit) bytes")
    }
    return whole
  }

  /// Runs it once, on slices of these sizes, going round.
  func run(_ elements: [[UInt8]], slices: [Int], softLimit: Int = 256 << 10) throws -> Outcome {
    var transform = try start()
    var outcome = Outcome()
    var output = BatchBuilder()
    output.softByteLimit = softLimit
    let batch = LibraryHarness.batch(elements, type)
    var start = 0
    var round = 0
    while start < elements.count {
      let end = min(elements.count, start + max(1, slices[round % slices.count]))
      let slice = Slice(batch, start..<end)
      output.begin(slice, for: work, isInverted: isInverted, type: type)
      while output.position < end {
        do {
          try transform.apply(slice, into: &output)
        } catch {
          outcome.failures[output.position] = error.message
          output.skipElement()
        }
        LibraryHarness.collect(&output, &outcome)
      }
      LibraryHarness.collect(&output, &outcome)
      start = end
      round += 1
    }
    withExtendedLifetime(batch) {}
    let status = StageStatus(activeWorkers: 0, elementsIn: 0, elementsOut: 0, failed: 0, last: true)
    try LibraryHarness.end(&transform, status)
    return outcome
  }

  /// Ends a transform, as the engine does.
  static func end(_ transform: inout any Transform, _ status: StageStatus?) throws {
    guard var ending = transform as? any EndingTransform else {
      Issue.record("a library's transform can end")
      return
    }
    defer { transform = ending }
    try ending.end(status)
  }

  /// What a transform gives for these elements, each with its separator.
  static func apply(_ transform: inout any Transform, _ work: Operator, _ texts: [String]) throws
    -> String
  {
    let batch = batch(texts.map { Array($0.utf8) })
    let slice = Slice(batch, 0..<batch.count)
    var output = BatchBuilder()
    output.begin(slice, for: work, type: .text)
    while output.position < batch.count { try transform.apply(slice, into: &output) }
    withExtendedLifetime(batch) {}
    guard let result = output.freeze() else { return "" }
    defer { withExtendedLifetime(result) {} }
    return Slice(result, 0..<result.count).withBytes { String(decoding: $0, as: UTF8.self) }
  }

  static func batch(_ elements: [[UInt8]], _ type: ElementType = .text) -> Batch {
    var builder = BatchBuilder()
    builder.begin(source: 0, firstIndex: 0, type: type)
    for element in elements {
      builder.append(element.span)
      builder.endElement()
    }
    guard let batch = builder.freeze() else { preconditionFailure("no element") }
    return batch
  }

  private static func collect(_ output: inout BatchBuilder, _ outcome: inout Outcome) {
    guard let batch = output.freeze() else { return }
    let slice = Slice(batch, 0..<batch.count)
    for position in 0..<batch.count {
      slice.withElement(position) { element in
        outcome.elements.append(element.indices.map { element[$0] })
      }
      outcome.indices.append(slice.elementIndex(position).numbers)
    }
    withExtendedLifetime(batch) {}
  }
}
