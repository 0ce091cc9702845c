internal import CSwpipePlugin
package import SwpipeCore
private import SwpipeSystem

/// A transform of a shared library, in one worker.
///
/// Costs two calls through pointers for an element.
package struct LibraryTransform {
  private let path: String
  private let name: String
  private let work: Operator
  private let needsElementIndex: Bool
  private let functions: swp_functions
  /// What the library has for this worker; nil once it was freed.
  private var state: UnsafeMutableRawPointer?
  private let message = LibraryMessage()
  private let callbacks: swpipe_output
  private let stop: Futex
  private let code: ForeignCode
  package private(set) var untouched = 0
  /// Whether an element has failed because the library did what it must not, instead of saying what is
  /// wrong with the element.
  package private(set) var hasBrokenContract = false

  /// What is said where the library gives no state and no reason.
  package static let silentStart = "swpipe_plugin_start gave NULL and no reason"
  /// Nanoseconds after which the rest of a slice may go to another worker.
  private static let patience: Int64 = 8_000_000

  /// Loads the library, unless it is there already, and starts the worker's state.
  package init(
    _ path: String,
    _ transform: PluginTransform,
    _ start: PluginStart,
    _ context: TransformContext
  ) throws(RunFailure) {
    let library: PluginLibrary
    do throws(PluginProblem) {
      library = try PluginLibrary.open(path)
    } catch {
      throw RunFailure(
        .resource,
        "the plugin cannot be used: \(error.message)",
        help: error.help
      )
    }
    self.path = path
    name = transform.name
    work = start.work
    needsElementIndex = transform.needsElementIndex
    functions = library.functions
    callbacks = LibraryOutput.callbacks(for: work)
    stop = context.stop
    let code = ForeignCode(stage: context.workerInfo.stage, transform: name, path: path)
    self.code = code
    let (state, told) = message.listen { [functions] error in
      LibraryStart(transform.name, start).withInfo { info in
        code.run { functions.start?(info, error) }
      }
    }
    self.state = state
    guard state != nil else {
      let reason = message.words(of: told, or: LibraryTransform.silentStart)
      throw RunFailure(.resource, "the plugin `\(path)` cannot start `\(name)`: \(reason)")
    }
  }
}

extension LibraryTransform: InterruptibleTransform {
  package mutating func begin(_ batch: Batch, _ range: Range<Int>) {
    untouched = range.lowerBound
  }

  package mutating func apply(_ slice: borrowing Slice, into output: inout BatchBuilder)
    throws(ElementFailure)
  {
    var call = swp_call()
    call.element.size = MemoryLayout<swpipe_element>.size
    call.element.type = slice.type == .json ? SWPIPE_JSON : SWPIPE_TEXT
    call.element.index_count = needsElementIndex ? slice.depth : 0
    call.output.output = callbacks
    // Neither outlives this transform.
    call.output.stop = Unmanaged.passUnretained(stop).toOpaque()
    call.error = message.context
    try withUnsafeMutablePointer(to: &output) { (builder) throws(ElementFailure) in
      call.output.builder = UnsafeMutableRawPointer(builder)
      try withUnsafeMutablePointer(to: &call) { (call) throws(ElementFailure) in
        let depth = call.pointee.element.index_count
        try withUnsafeTemporaryAllocation(of: Int64.self, capacity: depth) {
          (index) throws(ElementFailure) in
          if depth > 0 { call.pointee.element.index = UnsafePointer(index.baseAddress) }
          Signals.noteForeignCode(code.words)
          defer { Signals.noteForeignCode(nil) }
          try work(on: slice, call, index, builder)
        }
      }
    }
  }

  /// The loop over the slice.
  private mutating func work(
    on slice: borrowing Slice,
    _ call: UnsafeMutablePointer<swp_call>,
    _ index: UnsafeMutableBufferPointer<Int64>,
    _ builder: UnsafeMutablePointer<BatchBuilder>
  ) throws(ElementFailure) {
    guard let function = functions.apply, let state else {
      preconditionFailure("no element comes after the end")
    }
    var deadline = CoarseDeadline(in: LibraryTransform.patience)
    while builder.pointee.position < slice.range.upperBound, !builder.pointee.isFull {
      let position = builder.pointee.position
      untouched = position + 1
      for level in index.indices { index[level] = slice.indexNumber(position, level: level) }
      let used = builder.pointee.byteCount
      call.pointee.output.begin(at: used)
      call.pointee.error.was_told = false
      let result = slice.withElement(position) { element in
        element.withUnsafeBufferPointer { bytes in
          call.pointee.element.bytes = bytes.baseAddress.unsafelyUnwrapped
          call.pointee.element.count = bytes.count
          return swp_call_apply(call, function, state)
        }
      }
      guard isSound(result, call) else {
        hasBrokenContract = isBreach(result, call.pointee)
        throw explain(result, call.pointee)
      }
      switch work {
      case .flatMap: builder.pointee.finishElement()
      case .map:
        builder.pointee.endElement()
        builder.pointee.position = position + 1
      case .filter:
        builder.pointee.decide(result == SWPIPE_KEEP)
        builder.pointee.position = position + 1
      case .each, .route, .reduce: builder.pointee.position = position + 1
      }
      if deadline.hasPassed() { return }
    }
  }

  /// Whether a call went as it should.
  @inline(__always)
  private func isSound(_ result: swpipe_result, _ call: UnsafeMutablePointer<swp_call>) -> Bool {
    result.rawValue & ~1 == 0 && call.pointee.output.state == SWP_OUTPUT_OPEN
      && !call.pointee.output.has_begun && (work != .map || call.pointee.output.given == 1)
  }

  /// Whether a call that did not go as it should breaks the contract: an element may fail, with a reason,
  /// and the end of the run is nobody's fault.
  @inline(never)
  private func isBreach(_ result: swpipe_result, _ call: swp_call) -> Bool {
    if result == SWPIPE_FAILED { return message.words(of: call.error, or: "").isEmpty }
    return call.output.state != SWP_OUTPUT_STOPPED
  }

  /// What is wrong with a call that did not.
  @inline(never)
  private func explain(_ result: swpipe_result, _ call: swp_call) -> ElementFailure {
    if result == SWPIPE_FAILED {
      return ElementFailure(
        message.words(of: call.error, or: "`\(name)` failed and said no reason")
      )
    }
    switch call.output.state {
    case SWP_OUTPUT_STOPPED: return ElementFailure("the run was stopped while `\(name)` emitted")
    case SWP_OUTPUT_FULL: return ElementFailure("`\(name)` emitted more than 1 GiB for one element")
    case SWP_OUTPUT_MISUSED: return ElementFailure("`\(name)` emitted bytes at NULL")
    default: break
    }
    if result.rawValue & ~1 != 0 {
      return ElementFailure("`\(name)` returned \(result.rawValue), which is no swpipe_result")
    }
    if call.output.has_begun {
      return ElementFailure("`\(name)` wrote a part of an element and did not end it")
    }
    return ElementFailure(
      "a map emits one element for each, and `\(name)` emitted "
        + (call.output.given == 0 ? "none" : String(call.output.given))
    )
  }
}

extension LibraryTransform: EndingTransform {
  package mutating func end(_ status: StageStatus?) throws(RunFailure) {
    guard let state else { return }
    defer {
      code.run { functions.free?(state) }
      self.state = nil
    }
    guard let status else { return }
    var inC = swpipe_stage_status(
      size: MemoryLayout<swpipe_stage_status>.size,
      active_workers: status.activeWorkers,
      elements_in: status.elementsIn,
      elements_out: status.elementsOut,
      failed: status.failed,
      last: status.last ? 1 : 0
    )
    let (result, told) = message.listen { error in
      code.run { functions.done?(state, &inC, error) ?? 0 }
    }
    guard result == 0 else {
      let reason = message.words(of: told, or: "swpipe_plugin_done gave \(result) and no reason")
      throw RunFailure(.resource, "the plugin `\(path)` cannot end `\(name)`: \(reason)")
    }
  }
}
