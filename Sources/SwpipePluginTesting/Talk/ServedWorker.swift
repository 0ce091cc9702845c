private import Glibc
internal import SwpipeCore
internal import SwpipePlugins

/// A worker of a shared library that a `LibraryServer` serves; belongs to one thread at a time.
final class ServedWorker {
  private let transform: PluginTransform
  private let work: Operator
  private var library: LibraryTransform

  /// Starts the library's state for a worker.
  init(
    _ path: String,
    _ transform: PluginTransform,
    _ order: StartOrder,
    index: Int
  ) throws(RunFailure) {
    self.transform = transform
    work = order.work
    var worker = order.worker
    worker.index += index
    let context = TransformContext(workerInfo: worker, stop: Futex(), log: NoLog())
    let start = PluginStart(transform, order.arguments(of: transform), order.work, context)
    library = try LibraryTransform(path, transform, start, context)
  }

  /// Why a library that gave no state for a worker did so; empty where it did not say.
  static func refusal(_ failure: RunFailure) -> String {
    failure.message.hasSuffix(LibraryTransform.silentStart) ? "" : failure.message
  }

  func end() throws(RunFailure) {
    let status = StageStatus(activeWorkers: 0, elementsIn: 0, elementsOut: 0, failed: 0, last: true)
    try library.end(status)
  }

  /// The frames that answer a batch; each element by itself, so that what it gives is known.
  func answer(_ batch: Batch, firstID: UInt64) -> [UInt8] {
    var output: [UInt8] = []
    for position in 0..<batch.count {
      let slice = Slice(batch, position..<position + 1)
      let id = firstID + UInt64(position)
      var given: [[UInt8]] = []
      var builder = BatchBuilder()
      builder.begin(slice, for: work, type: gives(batch.type))
      do throws(ElementFailure) {
        library.begin(batch, position..<position + 1)
        while builder.position == position {
          try library.apply(slice, into: &builder)
          given += ServedWorker.elements(of: builder.freeze())
        }
        appendResult(id, given, to: &output)
      } catch {
        if library.hasBrokenContract {
          // No answer to an element: the kit takes it for what it is.
          let reason = "breaks its contract: \(error.message)"
          PluginFrame.append(.refused, Array(reason.utf8), to: &output)
          return output
        }
        PluginFrame.appendHeader(.fail, 8 + error.message.utf8.count, to: &output)
        PluginFrame.append(id, to: &output)
        output.append(contentsOf: error.message.utf8)
      }
    }
    return output
  }

  private func appendResult(_ id: UInt64, _ given: [[UInt8]], to output: inout [UInt8]) {
    let hasElements = work == .map || work == .flatMap
    let lengths = hasElements ? given.map(\.count) : []
    PluginFrame.appendHeader(.result, 16 + 4 * lengths.count + lengths.reduce(0, +), to: &output)
    PluginFrame.append(id, to: &output)
    PluginFrame.append(UInt32(1), to: &output)
    PluginFrame.append(UInt32(truncatingIfNeeded: given.count), to: &output)
    for length in lengths { PluginFrame.append(UInt32(truncatingIfNeeded: length), to: &output) }
    if hasElements { for element in given { output.append(contentsOf: element) } }
  }

  private func gives(_ type: ElementType) -> ElementType {
    switch transform.gives {
    case .text: .text
    case .json: .json
    case .same: type
    }
  }

  private static func elements(of batch: Batch?) -> [[UInt8]] {
    guard let batch else { return [] }
    let slice = Slice(batch, 0..<batch.count)
    return (0..<batch.count).map { position in
      slice.withElement(position) { span in span.withUnsafeBufferPointer { Array($0) } }
    }
  }

  private struct NoLog: LogWriter {
    func write(_ level: LogLevel, _ message: String, stage: String) {}
  }

  // MARK: Threads

  /// The work of a worker on a thread of its own.
  private final class Shift {
    let worker: ServedWorker
    let batch: Batch
    let firstID: UInt64
    var output: [UInt8] = []

    init(_ worker: ServedWorker, _ batch: Batch, _ firstID: UInt64) {
      self.worker = worker
      self.batch = batch
      self.firstID = firstID
    }
  }

  /// Lets all workers answer the same batch at once, each on its own thread; what the first one says.
  static func answer(_ workers: [ServedWorker], _ batch: Batch, firstID: UInt64) -> [UInt8] {
    guard let first = workers.first else { return [] }
    if workers.count == 1 { return first.answer(batch, firstID: firstID) }
    let shifts = workers.map { Shift($0, batch, firstID) }
    var threads: [pthread_t] = []
    for shift in shifts {
      var thread = pthread_t()
      let code = pthread_create(
        &thread,
        nil,
        { context in
          guard let context else { return nil }
          let shift = Unmanaged<Shift>.fromOpaque(context).takeRetainedValue()
          shift.output = shift.worker.answer(shift.batch, firstID: shift.firstID)
          return nil
        },
        Unmanaged.passRetained(shift).toOpaque()
      )
      precondition(code == 0, "a test needs no more threads than a run")
      threads.append(thread)
    }
    for thread in threads { pthread_join(thread, nil) }
    return shifts[0].output
  }
}
