package import SwpipeCore

/// One worker's means to run a program: begin with an element, then ask for its outputs one by one.
///
/// Not to be shared between threads. What an element made is forgotten with the next `begin`.
package final class JQMachine {
  /// What came next.
  package enum Step {
    /// An output, which the machine holds until the next call.
    case output
    case done
    case failed(JQFailure)
    /// The closure asked to stop; `next` goes on.
    case stopped
  }

  /// The most memory of one evaluation, unless said otherwise.
  package static let memoryLimit = TransformContext.usualEvaluation

  package let program: JQProgram
  /// One value, so that each call is one access, which is checked for exclusivity once.
  private var state: State

  package init(
    _ program: JQProgram,
    variables: (any JQVariableSource)? = nil,
    memoryLimit: Int = JQMachine.memoryLimit,
    log: @escaping (String) -> Void = { _ in }
  ) {
    self.program = program
    state = State(
      evaluation: JQEvaluation(
        program.code,
        surroundings: JQSurroundings(variables: variables, log: log),
        maximum: memoryLimit
      )
    )
  }

  /// Begins with an element of JSON, whose whole grammar is checked.
  ///
  /// The bytes must stay as they are until the last output has been read.
  package func begin(
    json bytes: UnsafeBufferPointer<UInt8>,
    line: Int = 0
  ) throws(JSONProblem) {
    try state.begin(json: bytes, line: line)
  }

  /// Begins with an element of text, which is a string; throws where it is not UTF-8.
  package func begin(text bytes: UnsafeBufferPointer<UInt8>, line: Int = 0) throws(JSONProblem) {
    try state.begin(text: bytes, line: line)
  }

  /// Begins without an input: `.` is null.
  package func begin() {
    state.begin()
  }

  /// Goes on to the next output.
  ///
  /// `shouldStop` is asked every few thousand steps.
  package func next(_ shouldStop: () -> Bool = { false }) -> Step {
    state.next(shouldStop)
  }

  private static func size(_ bytes: Int) -> String {
    bytes >= 1 << 20 ? "\(bytes >> 20) MiB" : "\(bytes >> 10) KiB"
  }

  /// Begins with the element of JSON that another machine has begun with, which must stay with it.
  ///
  /// The text is not read again.
  package func begin(with other: JQMachine) {
    let line = other.state.evaluation.surroundings.lineNumber
    state.begin(document: other.state.evaluation.heap.document, line: line)
  }

  // MARK: The output

  /// What the output is.
  package var kind: JQKind {
    switch state.value.kind {
    case .null: .null
    case .true, .false: .boolean
    case .number, .literal, .documentNumber: .number
    case .string, .documentString: .string
    case .array, .documentArray: .array
    default: .object
    }
  }

  /// The output as a double; only where it is a number.
  package var double: Double { state.evaluation.heap.double(state.value) }

  /// The digits of an output that is a number as it was written; nil where it was computed.
  package var digits: UnsafeBufferPointer<UInt8>? { state.evaluation.heap.digits(state.value) }

  /// Whether the output is neither null nor false.
  package var isTrue: Bool { state.value.isTrue }
  package var isNull: Bool { state.value.kind == .null }
  package var isString: Bool { state.value.isString }

  /// The output as JSON; the bytes are valid until the next call.
  package func json(_ layout: JQLayout = .compact) -> Result<UnsafeBufferPointer<UInt8>, JQFailure>
  {
    state.write(layout: layout, .asWritten)
  }

  /// The same bytes for equal values and others for all others: what keys are compared by.
  package func canonical() -> Result<UnsafeBufferPointer<UInt8>, JQFailure> {
    state.write(layout: .compact, .canonical)
  }

  /// The output's text, if it is a string; the bytes are valid until the next call.
  package func text() -> UnsafeBufferPointer<UInt8>? {
    state.text()
  }
}

extension JQMachine {
  /// All that changes while a machine runs.
  private struct State: ~Copyable {
    var evaluation: JQEvaluation
    var index = JQIndex()
    var buffer = ByteBuffer()
    var value = JQValue.null

    mutating func begin(document: JQDocument, line: Int) {
      evaluation.begin()
      evaluation.surroundings.lineNumber = line
      evaluation.heap.document = document
      start(document.value(0))
    }

    mutating func begin(json bytes: UnsafeBufferPointer<UInt8>, line: Int) throws(JSONProblem) {
      evaluation.begin()
      evaluation.surroundings.lineNumber = line
      evaluation.heap.document = try index.read(bytes)
      start(evaluation.heap.document.value(0))
    }

    mutating func begin(text bytes: UnsafeBufferPointer<UInt8>, line: Int) throws(JSONProblem) {
      evaluation.begin()
      evaluation.surroundings.lineNumber = line
      if let problem = JQText.problem(bytes) { throw JSONProblem(at: problem, "expected UTF-8") }
      start((try? evaluation.heap.string(bytes)) ?? .null)
    }

    mutating func begin() {
      evaluation.begin()
      start(.null)
    }

    private mutating func start(_ input: JQValue) {
      do throws(JQFault) {
        try evaluation.setInput(input)
      } catch {
        // A first frame fits into any memory; if not, the first step says so.
        evaluation.begin()
      }
    }

    mutating func next(_ shouldStop: () -> Bool) -> Step {
      switch evaluation.next(shouldStop) {
      case .output(let output):
        value = output
        return .output
      case .done: return .done
      case .stopped: return .stopped
      case .failed: return .failed(evaluation.failure())
      case .outOfMemory:
        return .failed(
          JQFailure(
            message:
              "the evaluation takes more than \(JQMachine.size(evaluation.heap.maximum)) of memory",
            isMemory: true
          )
        )
      }
    }

    mutating func write(layout: JQLayout, _ copying: JQCopying) -> Result<
      UnsafeBufferPointer<UInt8>, JQFailure
    > {
      buffer.removeAll()
      do throws(JQFault) {
        try evaluation.heap.write(value, to: &buffer, layout: layout, copying: copying)
      } catch {
        return .failure(evaluation.failure())
      }
      return .success(buffer.bytes)
    }

    mutating func text() -> UnsafeBufferPointer<UInt8>? {
      guard value.isString else { return nil }
      return try? evaluation.heap.bytes(value)
    }
  }
}

/// Why an element has no further output.
package struct JQFailure: Error, Sendable {
  /// What went wrong; for `error(…)` of anything but text, its JSON.
  package var message: String
  /// The memory of the evaluation did not suffice.
  package var isMemory = false
}

extension JQEvaluation {
  /// The error that ended the evaluation.
  mutating func failure() -> JQFailure {
    let value = heap.error
    if value.isString, let text = try? heap.text(value) { return JQFailure(message: text) }
    if value.kind == .label { return JQFailure(message: "break") }
    let shown = (try? shortened(value, limit: 200)) ?? "…"
    return JQFailure(
      message: value.rank == 0 ? "null (null) not a string" : "\(shown) (not a string)"
    )
  }
}
