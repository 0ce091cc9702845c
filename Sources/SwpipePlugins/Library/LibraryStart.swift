internal import CSwpipePlugin
internal import SwpipeCore

/// What a worker is started with, as C has it: one run of bytes with all texts, and who points there.
struct LibraryStart {
  /// The texts, each with a NUL behind it.
  private var bytes: [UInt8] = []
  private var arguments: [Given] = []
  private let transform: Range<Int>
  private let workerKind: Range<Int>
  private let stage: Range<Int>
  private let resources: Range<Int>
  private let start: PluginStart

  private struct Given {
    let name: Range<Int>
    let kind: swpipe_argument_kind
    var text = 0..<0
    var integer: Int64 = 0
    var number = 0.0
  }

  init(_ name: String, _ start: PluginStart) {
    self.start = start
    var bytes: [UInt8] = []
    func store(_ text: String) -> Range<Int> {
      let lower = bytes.count
      bytes.append(contentsOf: text.utf8)
      bytes.append(0)
      return lower..<bytes.count - 1
    }
    transform = store(name)
    workerKind = store(start.worker.kind.rawValue)
    stage = store(start.worker.stage)
    resources = store(start.resourcesJSON)
    let empty = store("")
    for (parameter, argument) in start.arguments {
      var given = Given(name: store(parameter.name), kind: LibraryStart.kind(parameter.type))
      given.text = empty
      switch (given.kind, argument.plain) {
      case (SWPIPE_ARGUMENT_JSON, let value): given.text = store(value.json)
      case (_, .text(let text)): given.text = store(text)
      case (_, .boolean(let flag)): given.integer = flag ? 1 : 0
      case (_, .integer(let number)): given.integer = number
      case (_, .number(let number)): given.number = number
      default: preconditionFailure("an argument is of its parameter's type")
      }
      if given.kind == SWPIPE_ARGUMENT_INTEGER || given.integer != 0 {
        given.number = Double(given.integer)
      }
      arguments.append(given)
    }
    self.bytes = bytes
  }

  /// What the header promises for each type of parameter.
  private static func kind(_ type: ParameterType) -> swpipe_argument_kind {
    switch type {
    case .text, .choice, .pattern, .expression, .path, .template, .file: SWPIPE_ARGUMENT_TEXT
    case .boolean, .integer, .duration, .size: SWPIPE_ARGUMENT_INTEGER
    case .number: SWPIPE_ARGUMENT_NUMBER
    case .list, .value: SWPIPE_ARGUMENT_JSON
    }
  }

  /// Calls `body` with the structure, which is valid as long as that runs.
  func withInfo<Result>(_ body: (UnsafePointer<swpipe_start_info>) -> Result) -> Result {
    bytes.withUnsafeBufferPointer { bytes in
      let first = UnsafeRawPointer(bytes.baseAddress.unsafelyUnwrapped)
      func text(_ range: Range<Int>) -> swpipe_text {
        let start = (first + range.lowerBound).assumingMemoryBound(to: CChar.self)
        return swpipe_text(bytes: start, count: range.count)
      }
      let arguments = arguments.map { given in
        swpipe_argument(
          name: text(given.name),
          kind: given.kind,
          text: text(given.text),
          integer: given.integer,
          number: given.number
        )
      }
      return arguments.withUnsafeBufferPointer { arguments in
        var info = swpipe_start_info(
          size: MemoryLayout<swpipe_start_info>.size,
          transform: text(transform),
          operation: start.work.inC,
          arguments: arguments.baseAddress,
          argument_count: arguments.count,
          worker_index: start.worker.index,
          worker_kind: text(workerKind),
          stage: text(stage),
          restarts: start.worker.restarts,
          resources: text(resources)
        )
        return body(&info)
      }
    }
  }
}

extension Operator {
  fileprivate var inC: swpipe_operator {
    switch self {
    case .map: SWPIPE_MAP
    case .filter: SWPIPE_FILTER
    case .flatMap: SWPIPE_FLAT_MAP
    case .each: SWPIPE_EACH
    case .route, .reduce: preconditionFailure("a plugin's transforms serve no route")
    }
  }
}
