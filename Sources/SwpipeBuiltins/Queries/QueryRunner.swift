internal import SwpipeCore
internal import SwpipeJQ

/// One worker's program: takes an element and gives outputs, until there are no more or the run stops.
struct QueryRunner {
  let machine: JQMachine
  let stop: Futex

  init(_ program: JQProgram, _ context: TransformContext) {
    let log = context.log
    let stage = context.workerInfo.stage
    machine = JQMachine(program) { log.write(.info, $0, stage: stage) }
    stop = context.stop
  }

  /// Begins with an element, whose bytes must stay where they are until the last output was read.
  func begin(_ slice: borrowing Slice, _ position: Int) throws(ElementFailure) {
    let line = Int(slice.sourcePosition(position)) + 1
    let isJSON = slice.type == .json
    try slice.withElement(position) { element throws(ElementFailure) in
      do throws(JSONProblem) {
        try element.withUnsafeBufferPointer { bytes throws(JSONProblem) in
          if isJSON {
            try machine.begin(json: bytes, line: line)
          } else {
            try machine.begin(text: bytes, line: line)
          }
        }
      } catch {
        throw isJSON ? error.failure(of: element) : QueryRunner.notUTF8(element, error)
      }
    }
  }

  /// Goes on to the next output; false when there is none.
  ///
  /// Nil where the run stops, or the worker was given up because the element took too long.
  func next() throws(ElementFailure) -> Bool? {
    switch machine.next({ stop.isOpen }) {
    case .output: return true
    case .done: return false
    case .stopped: return nil
    case .failed(let failure): throw QueryRunner.failure(failure)
    }
  }

  /// Appends the output at hand, as JSON on one line, to the unfinished element.
  func append(to output: inout BatchBuilder) throws(ElementFailure) {
    switch machine.json() {
    case .success(let bytes): output.append(bytes.span)
    case .failure(let failure): throw QueryRunner.failure(failure)
    }
  }

  private static let longestMessage = 400

  private static func failure(_ failure: JQFailure) -> ElementFailure {
    guard failure.message.utf8.count > longestMessage else {
      return ElementFailure(failure.message)
    }
    return ElementFailure(String(failure.message.prefix(longestMessage)) + "…")
  }

  private static func notUTF8(_ element: Span<UInt8>, _ problem: JSONProblem) -> ElementFailure {
    ElementFailure(
      "the text \(Excerpt.quoted(element)) is not UTF-8 at byte \(problem.offset + 1), and jq's strings are"
    )
  }
}
